#include "ingest/journal/window_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace duban::ingest {
namespace {

// A window that says which one it is.
class Windows {
 public:
  WindowCache::Load Loading(int window) {
    return [this, window]() -> absl::StatusOr<WindowCache::Window> {
      ++loads;
      return std::make_shared<const int>(window);
    };
  }
  static int NumberOf(const absl::StatusOr<WindowCache::Window>& window) {
    return window.ok() ? *static_cast<const int*>(window->get()) : -1;
  }
  std::atomic<int> loads = 0;
};

constexpr WindowCache::Key KeyOf(std::uint64_t window) { return {1, window}; }

TEST(WindowCacheTest, ReadersOfOneWindowDecodeItOnce) {
  WindowCache cache(2, /*ahead=*/false);
  Windows windows;
  std::promise<void> begun;
  std::promise<void> go_on;
  std::thread first([&] {
    EXPECT_EQ(Windows::NumberOf(cache.Get(KeyOf(1),
                                          [&] {
                                            begun.set_value();
                                            go_on.get_future().wait();
                                            return windows.Loading(1)();
                                          })),
              1);
  });
  begun.get_future().wait();
  std::thread second(
      [&] { EXPECT_EQ(Windows::NumberOf(cache.Get(KeyOf(1), windows.Loading(1))), 1); });
  go_on.set_value();
  first.join();
  second.join();
  EXPECT_EQ(windows.loads, 1);
}

TEST(WindowCacheTest, AWindowThatCouldNotBeReadIsTriedAgain) {
  WindowCache cache(1, /*ahead=*/false);
  Windows windows;
  const auto failing = []() -> absl::StatusOr<WindowCache::Window> {
    return absl::UnavailableError("no disk");
  };
  EXPECT_EQ(cache.Get(KeyOf(1), failing).status(), absl::UnavailableError("no disk"));
  EXPECT_EQ(Windows::NumberOf(cache.Get(KeyOf(1), windows.Loading(1))), 1);
}

TEST(WindowCacheTest, TheWindowUsedLongestAgoIsGivenUp) {
  WindowCache cache(2, /*ahead=*/false);
  Windows windows;
  for (const int window : {1, 2, 1, 3, 1})
    EXPECT_EQ(Windows::NumberOf(
                  cache.Get(KeyOf(static_cast<std::uint64_t>(window)), windows.Loading(window))),
              window);
  EXPECT_EQ(windows.loads, 3);
  cache.Get(KeyOf(2), windows.Loading(2)).IgnoreError();
  EXPECT_EQ(windows.loads, 4);
}

TEST(WindowCacheTest, AReaderFindsTheNextWindowDecoded) {
  WindowCache cache(2, /*ahead=*/true);
  Windows windows;
  cache.Get(KeyOf(1), windows.Loading(1)).IgnoreError();
  std::promise<void> begun;
  cache.LoadAhead(KeyOf(2), [&] {
    begun.set_value();
    return windows.Loading(2)();
  });
  begun.get_future().wait();
  const auto not_here = []() -> absl::StatusOr<WindowCache::Window> {
    return absl::InternalError("decoded twice");
  };
  EXPECT_EQ(Windows::NumberOf(cache.Get(KeyOf(2), not_here)), 2);
}

TEST(WindowCacheTest, LoadingAheadTakesTheRoomOfAFinishedWindow) {
  WindowCache cache(2, /*ahead=*/true);
  Windows windows;
  cache.Get(KeyOf(1), windows.Loading(1)).IgnoreError();
  cache.Get(KeyOf(7), windows.Loading(7)).IgnoreError();  // another reader's
  cache.Get(KeyOf(1), windows.Loading(1)).IgnoreError();
  cache.Finish(KeyOf(1));
  std::promise<void> begun;
  cache.LoadAhead(KeyOf(2), [&] {
    begun.set_value();
    return windows.Loading(2)();
  });
  begun.get_future().wait();
  EXPECT_EQ(Windows::NumberOf(cache.Get(KeyOf(2), windows.Loading(2))), 2);
  EXPECT_EQ(Windows::NumberOf(cache.Get(KeyOf(7), windows.Loading(7))), 7);
  EXPECT_EQ(windows.loads, 3);
}

TEST(WindowCacheTest, LoadingAheadTakesNothingFromReadersAtWork) {
  WindowCache cache(2, /*ahead=*/true);
  Windows windows;
  cache.Get(KeyOf(1), windows.Loading(1)).IgnoreError();
  cache.Get(KeyOf(7), windows.Loading(7)).IgnoreError();
  for (int page = 0; page < 1000; ++page) {
    cache.LoadAhead(KeyOf(2), windows.Loading(2));
    cache.Get(KeyOf(1), windows.Loading(1)).IgnoreError();
    cache.LoadAhead(KeyOf(8), windows.Loading(8));
    cache.Get(KeyOf(7), windows.Loading(7)).IgnoreError();
  }
  EXPECT_EQ(windows.loads, 2);
}

}  // namespace
}  // namespace duban::ingest
