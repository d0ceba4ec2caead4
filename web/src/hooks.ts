// Loading, reconnecting and navigation.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "./api";

export interface Loaded<T> {
  value: T | undefined;
  // Set while the newest attempt has failed; `value` is then the last good one.
  error: ApiError | undefined;
  // When `value` was got, ms since 1970.
  at: number;
  loading: boolean;
  reload: () => void;
}

function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(500, "BOARD", String(error), []);
}

// Calls `load` now and whenever `key` changes. Keeps the last good value while a new one is on its way or the service is
// away; tries again by itself, at ever longer intervals, when the trouble is temporary.
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: ApiError; at: number; loading: boolean }>({ at: 0, loading: true });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    let attempt = 0;
    const run = () => {
      setState((old) => ({ ...old, loading: true }));
      loader.current(stop.signal).then(
        (value) => {
          if (!stop.signal.aborted) setState({ value, at: Date.now(), loading: false });
        },
        (error: unknown) => {
          if (stop.signal.aborted) return;
          const problem = asApiError(error);
          setState((old) => {
            const { error: _, ...rest } = old;
            return { ...rest, error: problem, loading: false };
          });
          if (problem.isTemporary) timer = window.setTimeout(run, Math.min(15_000, 1000 * 2 ** attempt++));
        },
      );
    };
    run();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
    };
  }, [key, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { value: state.value, error: state.error, at: state.at, loading: state.loading, reload };
}

export type LiveState = "off" | "live" | "reconnecting";

// Follows an event stream; `path` "" follows nothing. EventSource reconnects after a broken connection; after an HTTP error
// it gives up, so then a new one is made.
export function useLive<T>(path: string, onEvent: (value: T) => void): LiveState {
  const [state, setState] = useState<LiveState>("off");
  const handler = useRef(onEvent);
  handler.current = onEvent;
  useEffect(() => {
    if (path === "") {
      setState("off");
      return undefined;
    }
    let source: EventSource | undefined;
    let timer = 0;
    const connect = () => {
      source = new EventSource(path);
      source.onopen = () => setState("live");
      source.onmessage = (event: MessageEvent<string>) => {
        setState("live");
        handler.current(JSON.parse(event.data) as T);
      };
      source.onerror = () => {
        setState("reconnecting");
        if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(connect, 3000);
      };
    };
    connect();
    return () => {
      source?.close();
      window.clearTimeout(timer);
    };
  }, [path]);
  return state;
}

// The address bar as state.
export interface Location { path: string; query: URLSearchParams }

const moved = "duban-moved";

export function navigate(target: string, replace = false): void {
  if (replace) history.replaceState(null, "", target);
  else history.pushState(null, "", target);
  window.dispatchEvent(new Event(moved));
}

export function setQuery(changes: Record<string, string>, replace = true): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  navigate(location.pathname + (text === "" ? "" : `?${text}`), replace);
}

export function useLocation(): Location {
  const read = () => ({ path: location.pathname, query: new URLSearchParams(location.search) });
  const [state, setState] = useState<Location>(read);
  useEffect(() => {
    const update = () => setState(read());
    window.addEventListener("popstate", update);
    window.addEventListener(moved, update);
    return () => {
      window.removeEventListener("popstate", update);
      window.removeEventListener(moved, update);
    };
  }, []);
  return state;
}

// The value after it stood still for `ms`.
export function useDebounced<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), ms);
    return () => window.clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

// State that the browser keeps; private windows may refuse to.
export function useKept(name: string, initial: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(name) ?? initial;
    } catch {
      return initial;
    }
  });
  const keep = (next: string) => {
    setValue(next);
    try {
      localStorage.setItem(name, next);
    } catch {
      // It then lasts until the page is closed.
    }
  };
  return [value, keep];
}
