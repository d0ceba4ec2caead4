// Frame of the board: navigation, language, theme, and which page is shown.
import { useEffect } from "preact/hooks";
import { navigate, useKept, useLocation } from "./hooks";
import { type Language, LanguageContext, translate, type Word } from "./i18n";
import { BulletinPage } from "./pages/bulletin";
import { FigurePage } from "./pages/figure";
import { FindingsPage } from "./pages/findings";
import { ImportPage } from "./pages/import";
import { OperationsPage } from "./pages/operations";
import { Overview } from "./pages/overview";
import { ProgrammePage, Title } from "./pages/programme";
import { ProjectPage } from "./pages/project";
import { UnitsPage } from "./pages/units";
import { Link } from "./parts/basics";

const districtPages: [string, Word][] = [["", "navProgramme"], ["units", "navUnits"], ["findings", "navFindings"], ["bulletin", "navBulletin"]];

export function App() {
  const [language, setLanguage] = useKept("duban-language", "zh");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const [theme, setTheme] = useKept("duban-theme", prefersDark ? "dark" : "light");
  const here = useLocation();
  const t = (word: Word) => translate(language as Language, word);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset["theme"] = theme;
  }, [language, theme]);
  const parts = here.path.split("/").filter((part) => part !== "");
  const [, district, year] = parts[0] === "d" ? parts : [];
  const kept = here.query.get("as_of") ? `?as_of=${here.query.get("as_of")}` : "";
  return (
    <LanguageContext.Provider value={language as Language}>
      <a class="skip" href="#main">{t("skip")}</a>
      <header class="top no-print">
        <Link to="/" class="brand">{t("appName")}</Link>
        <nav aria-label={t("menu")}>
          <Link to="/" current={here.path === "/"}>{t("navOverview")}</Link>
          {district !== undefined && year !== undefined && districtPages.map(([page, word]) => (
            <Link key={page} to={`/d/${district}/${year}${page ? `/${page}` : ""}${kept}`} current={(parts[3] ?? "") === page}>{t(word)}</Link>
          ))}
          <Link to="/import" current={here.path === "/import"}>{t("navImport")}</Link>
          <Link to="/ops" current={here.path === "/ops"}>{t("navOps")}</Link>
        </nav>
        <div class="switches">
          <button onClick={() => setLanguage(language === "zh" ? "en" : "zh")} lang={language === "zh" ? "en" : "zh-CN"}>{t("language")}</button>
          <button onClick={() => setTheme(theme === "dark" ? "light" : "dark")}>{t(theme === "dark" ? "themeLight" : "themeDark")}</button>
        </div>
      </header>
      <main id="main" tabIndex={-1}><Page parts={parts} theme={theme} t={t} /></main>
    </LanguageContext.Provider>
  );
}

function Page({ parts, theme, t }: { parts: string[]; theme: string; t: (word: Word) => string }) {
  const [first, district, year, page, project] = parts;
  if (first === undefined) return <><Title title={t("navOverview")} /><Overview /></>;
  if (first === "import") return <ImportPage />;
  if (first === "ops") return <OperationsPage />;
  if (first === "figure") return <FigurePage />;
  if (first === "d" && district !== undefined && year !== undefined) {
    const at = { district, year };
    if (page === undefined) return <ProgrammePage key={`${district}/${year}`} {...at} />;
    if (page === "p" && project !== undefined) return <ProjectPage {...at} project={project} theme={theme} />;
    if (page === "units") return <UnitsPage {...at} />;
    if (page === "findings") return <FindingsPage {...at} />;
    if (page === "bulletin") return <BulletinPage {...at} />;
  }
  return <div class="empty"><h1>{t("notFound")}</h1><button onClick={() => navigate("/")}>{t("home")}</button></div>;
}
