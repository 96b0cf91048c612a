package io.github.cordonfs.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

class OtherRecordsTest {

  @Test
  void aCollapseIsRecordedInFull() throws IOException {
    List<RecordedEvent> recorded =
        Recorded.during(
            "cordon.Collapse",
            () -> {
              CollapseRecord record = CollapseRecord.begin();
              assertThat(record.isRecorded()).isTrue();
              record.commit("/f", 2 << 20, "POISONED");
            });
    assertThat(recorded).hasSize(1);
    RecordedEvent event = recorded.getFirst();
    assertThat(event.getString("path")).isEqualTo("/f");
    assertThat(event.getLong("rangeOffset")).isEqualTo(2 << 20);
    assertThat(event.getString("outcome")).isEqualTo("POISONED");
    assertThat(event.getDuration()).isPositive();
    assertThat(event.getStackTrace()).isNull();
  }

  @Test
  void aSoftOfflineIsRecordedInFull() throws IOException {
    List<RecordedEvent> recorded =
        Recorded.during(
            "cordon.SoftOffline",
            () -> {
              SoftOfflineRecord record = SoftOfflineRecord.begin();
              assertThat(record.isRecorded()).isTrue();
              record.commit(7, -1, null, 3, "BUSY");
            });
    assertThat(recorded).hasSize(1);
    RecordedEvent event = recorded.getFirst();
    assertThat(event.getInt("frame")).isEqualTo(7);
    assertThat(event.getInt("newFrame")).isEqualTo(-1);
    assertThat(event.getString("path")).isNull();
    assertThat(event.getLong("pageIndex")).isEqualTo(3);
    assertThat(event.getString("result")).isEqualTo("BUSY");
    assertThat(event.getDuration()).isPositive();
  }

  @Test
  void whileNobodyRecordsRecordsGoNowhere() throws IOException {
    CollapseRecord collapse = CollapseRecord.begin();
    SoftOfflineRecord softOffline = SoftOfflineRecord.begin();
    assertThat(collapse.isRecorded()).isFalse();
    assertThat(softOffline.isRecorded()).isFalse();
    assertThat(
            Recorded.during(
                "cordon.Collapse",
                () -> {
                  collapse.commit("/f", 0, "JOINED");
                  softOffline.commit(1, 2, "/f", 0, "MOVED");
                }))
        .isEmpty();
  }
}
