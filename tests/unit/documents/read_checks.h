#pragma once

// The totals, counts and shares of texts read for a test.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {

// The totals and counts of a report on one project, which hold.
inline std::vector<double> Verified(const std::string& progress) {
  std::vector<double> stated;
  for (const Check& check : ReadReport("惠及群众。", progress).checks) {
    EXPECT_TRUE(check.ok);
    stated.push_back(check.stated);
  }
  return stated;
}

}  // namespace duban::documents
