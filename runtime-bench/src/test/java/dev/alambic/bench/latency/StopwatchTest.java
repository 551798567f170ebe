package dev.alambic.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopwatchTest {

    @Test
    void warmUpGoesOnUntilTwoWindowsAgree() {
        List<Long> times = new ArrayList<>(Collections.nCopies(10, 1000L));
        assertThat(Stopwatch.isSteady(times)).isFalse();
        times.addAll(Collections.nCopies(10, 940L));
        assertThat(Stopwatch.isSteady(times)).as("6 % apart").isFalse();
        times.addAll(Collections.nCopies(10, 930L));
        assertThat(Stopwatch.isSteady(times)).isTrue();
    }

    @Test
    void blockIsPrecededByOneUnrecordedRun() {
        int[] runs = new int[1];
        Recording recording = new Recording();
        Stopwatch watch = new Stopwatch(() -> runs[0]++, recording);
        for (int session = 0; session < 2; session++) {
            recording.beginSession();
            watch.timeBlock(7);
        }
        assertThat(runs[0]).isEqualTo(16);
        assertThat(recording.latency(Setting.of(1, 1), recording).runs()).isEqualTo(14);
    }
}
