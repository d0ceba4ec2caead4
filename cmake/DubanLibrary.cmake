include(${CMAKE_CURRENT_LIST_DIR}/DubanTsan.cmake)

include(GoogleTest)

# duban_library(NAME SRCS a.cc DEPS x y [PRIVATE_DEPS z]): target duban_NAME, alias duban::NAME.
# Headers are included by their full path from services/ ("registry/core/registry.h").
function(duban_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(duban_${name} STATIC ${ARG_SRCS})
  add_library(duban::${name} ALIAS duban_${name})
  target_include_directories(duban_${name} PUBLIC ${CMAKE_SOURCE_DIR}/services)
  target_link_libraries(duban_${name} PUBLIC ${ARG_DEPS} PRIVATE duban_warnings ${ARG_PRIVATE_DEPS})
endfunction()

# Everything that a running suite needs; tests and benchmarks are not in it.
add_custom_target(all_programs)

# duban_program(NAME SRCS main.cc DEPS x): executable NAME in build/<preset>/bin.
function(duban_program name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/services)
  target_link_libraries(${name} PRIVATE duban_warnings ${ARG_DEPS})
  add_dependencies(all_programs ${name})
endfunction()

# duban_test(NAME LABEL unit SRCS a_test.cc DEPS x [TIMEOUT seconds] [WHOLE]): one ctest entry per TEST,
# or one for the binary with WHOLE (for suites that share an expensive set-up).

function(duban_test name)
  cmake_parse_arguments(ARG "WHOLE" "LABEL;TIMEOUT" "SRCS;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  add_executable(${name} ${ARG_SRCS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/services ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE duban_warnings ${ARG_DEPS} GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE
    DUBAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" DUBAN_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  duban_tsan(${name})
  if(ARG_WHOLE)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
  else()
    gtest_discover_tests(${name} NO_PRETTY_VALUES DISCOVERY_MODE PRE_TEST PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
  endif()
endfunction()

# duban_bench(NAME SRCS a_bench.cc DEPS x): google-benchmark program in build/<preset>/bin.
function(duban_bench name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/services ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE duban_warnings ${ARG_DEPS} benchmark::benchmark_main)
endfunction()
