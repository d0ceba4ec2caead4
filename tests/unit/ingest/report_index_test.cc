// The report index after a restart: from its parts on disk, or from the journal where they fail.
#include "ingest/core/report_index.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "ingest/core/difference.h"
#include "ingest/storage/report_index_store.h"
#include "ingest/testing/fake_journal.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/ingest/sample.h"

namespace duban::ingest {
namespace {

namespace fs = std::filesystem;

class ReportIndexTest : public ::testing::Test {
 protected:
  // Reports with a growing value; every tenth replaces the one before it.
  void Report(int from, int count) {
    std::vector<NewEntry> entries;
    for (int i = from; i < from + count; ++i) {
      type::v1::Report report = SampleReport(i);
      report.mutable_measurements(0)->set_indicator(report.task() + "/indicators/1");
      if (i % 10 == 0) report.set_replaces("districts/440113/reports/" + std::to_string(i - 1));
      entries.push_back({.district = "440113",
                         .request_id = std::to_string(i),
                         .payload = report.SerializeAsString()});
    }
    ASSERT_TRUE(journal_.Append(entries).ok());
  }
  // What the index answers, as text.
  std::string Answers(const ReportIndex& index) {
    std::string out;
    for (const std::int64_t position : index.PositionsOf(SampleReport(1).task(), 0, 10'000)) {
      out += std::to_string(position) + "<" + std::to_string(index.ReplacedBy("440113", position)) +
             " ";
    }
    const auto latest = index.Latest(SampleReport(1).task() + "/indicators/1", {2022, 12, 31}, 0);
    return out + (latest ? std::to_string(latest->value) : "none");
  }
  std::string FromJournal() {
    ReportIndex index;
    EXPECT_TRUE(index.Rebuild(journal_).ok());
    return Answers(index);
  }
  std::string FromDisk() {
    ReportIndex index;
    ReportIndexStore store(dir_.File("index"), 100);
    EXPECT_TRUE(store.Load(journal_, index).ok());
    return Answers(index);
  }
  std::string Part(int number) { return dir_.File("index/part-00000" + std::to_string(number)); }

  FakeJournal journal_;
  duban::testing::TempDir dir_;
};

TEST_F(ReportIndexTest, PartsAndTailGiveWhatTheWholeJournalGives) {
  Report(1, 350);
  EXPECT_EQ(FromDisk(), FromJournal()) << "made at the first start";
  EXPECT_TRUE(fs::exists(Part(3)));
  EXPECT_FALSE(fs::exists(Part(4)));
  EXPECT_EQ(FromDisk(), FromJournal()) << "read at the second";
  Report(351, 200);
  EXPECT_EQ(FromDisk(), FromJournal());
}

TEST_F(ReportIndexTest, AStartReadsOnlyTheTailOnceThereAreParts) {
  Report(1, 350);
  FromDisk();
  // Where a part was made from the journal again, its file would be new.
  const auto before = fs::last_write_time(Part(2));
  fs::last_write_time(Part(2), before - std::chrono::hours(1));
  FromDisk();
  EXPECT_EQ(fs::last_write_time(Part(2)), before - std::chrono::hours(1));
}

TEST_F(ReportIndexTest, PartsAreWrittenWhileReportsComeIn) {
  ReportIndexStore store(dir_.File("index"), 100);
  EXPECT_FALSE(store.IsDue(40));
  Report(1, 120);
  EXPECT_TRUE(store.IsDue(120));
  EXPECT_FALSE(store.IsDue(121)) << "asked for once";
  ASSERT_TRUE(store.SaveParts(journal_).ok());
  EXPECT_TRUE(fs::exists(Part(1)));
  EXPECT_EQ(FromDisk(), FromJournal());
}

TEST_F(ReportIndexTest, DamagedPartsAndThoseOfAnotherJournalAreMadeAnew) {
  Report(1, 250);
  FromDisk();
  std::ofstream(Part(1), std::ios::binary | std::ios::app) << "x";
  fs::resize_file(Part(2), fs::file_size(Part(2)) / 2);
  EXPECT_EQ(FromDisk(), FromJournal());
  // The same places hold other entries: a journal restored from a backup went on differently.
  Entry changed = journal_.Read("440113", 99, 1, 1)->front();
  changed.hash[0] ^= 1;
  journal_.Tamper(changed);
  EXPECT_EQ(FromDisk(), FromJournal());
}

TEST_F(ReportIndexTest, WithoutADiskItIsReadFromTheJournal) {
  Report(1, 250);
  std::ofstream(dir_.File("index")) << "a file where the directory should be";
  EXPECT_EQ(FromDisk(), FromJournal());
}

TEST_F(ReportIndexTest, MalformedBytesAreNotTakenIn) {
  Report(1, 20);
  ReportIndex index;
  ASSERT_TRUE(index.Rebuild(journal_).ok());
  const std::string bytes = index.Serialize();
  ReportIndex other;
  for (size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(other.Merge(bytes.substr(0, cut))) << cut;
  EXPECT_EQ(Answers(other), "none");
  EXPECT_TRUE(other.Merge(bytes));
  EXPECT_EQ(Answers(other), Answers(index));
}

// Every kind of field that a report has, with something unknown in it.
TEST(ClearOutputOnlyTest, FieldsThatThisProgramDoesNotKnowAreDropped) {
  const type::v1::Report plain = SampleReport(7);
  const auto cleared = [](type::v1::Report report) {
    ClearOutputOnly(report);
    return report.SerializeAsString();
  };
  const auto mark = [](google::protobuf::Message& message) {
    message.GetReflection()->MutableUnknownFields(&message)->AddVarint(999, 1);
  };
  type::v1::Report base = plain;
  base.mutable_measurements(0)->mutable_as_of()->set_year(2022);
  base.mutable_measurements(0)->mutable_source()->set_start(1);
  base.add_document_findings();
  const std::string expected = cleared(base);
  for (int place = 0; place < 6; ++place) {
    type::v1::Report report = base;
    google::protobuf::Message* const places[] = {&report,
                                                 report.mutable_as_of(),
                                                 report.mutable_measurements(0),
                                                 report.mutable_measurements(0)->mutable_as_of(),
                                                 report.mutable_measurements(0)->mutable_source(),
                                                 report.mutable_document_findings(0)};
    mark(*places[place]);
    EXPECT_EQ(cleared(report), expected) << "place " << place;
  }
}

}  // namespace
}  // namespace duban::ingest
