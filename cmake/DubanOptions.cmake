# Compiler, linker, sanitizer and output settings that hold for every target of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

set(DUBAN_SANITIZE "" CACHE STRING "Sanitizers for our code, as in -fsanitize=: address,undefined or thread")
option(DUBAN_TESTS "Build the tests and benchmarks" ON)
option(DUBAN_LONG_TESTS "Also register tests that take minutes" OFF)
option(DUBAN_FUZZERS "Build the libFuzzer targets (clang only)" OFF)

# One cache for every checkout and preset: paths are taken relative to this source tree.
find_program(CCACHE ccache)
if(CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()

if(DUBAN_SANITIZE)
  add_compile_options(-fsanitize=${DUBAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DUBAN_SANITIZE})
  if(DUBAN_SANITIZE MATCHES "address")
    add_compile_definitions(DUBAN_ADDRESS_SANITIZER)
  endif()
endif()

# Every library tells the fuzzer which branches an input takes; without it the fuzzer sees its own harness alone.
if(DUBAN_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_library(duban_warnings INTERFACE)
target_compile_options(duban_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety -Wno-missing-designated-field-initializers -Wno-unknown-warning-option>)
