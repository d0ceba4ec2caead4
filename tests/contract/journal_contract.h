// What every journal must do, whichever engine stands behind the port. Included by one test file
// per engine, which says INSTANTIATE_TEST_SUITE_P(Name, JournalContract,
// ::testing::Values(&MakeHarness)).
#pragma once

#include "tests/contract/journal_contract_adoption.h"
#include "tests/contract/journal_contract_appends.h"
#include "tests/contract/journal_contract_life.h"
#include "tests/contract/journal_contract_reads.h"
