# duban_tsan(TARGET): in the tsan preset, routes a program's calls of absl's locks through tests/testing/tsan_absl.cc.
set(DUBAN_TSAN_WRAPPED
  _ZN4absl7debian35Mutex4LockEv _ZN4absl7debian35Mutex10ReaderLockEv
  _ZN4absl7debian35Mutex6UnlockEv _ZN4absl7debian35Mutex12ReaderUnlockEv
  _ZN4absl7debian312Notification6NotifyEv _ZNK4absl7debian312Notification19WaitForNotificationEv
  _ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE
  _ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE)

function(duban_tsan target)
  if(NOT DUBAN_SANITIZE STREQUAL "thread")
    return()
  endif()
  target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/testing/tsan_absl.cc)
  target_link_libraries(${target} PRIVATE absl::synchronization)
  foreach(symbol IN LISTS DUBAN_TSAN_WRAPPED)
    target_link_options(${target} PRIVATE -Wl,--wrap=${symbol})
  endforeach()
endfunction()
