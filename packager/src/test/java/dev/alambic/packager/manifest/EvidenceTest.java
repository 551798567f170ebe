package dev.alambic.packager.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Machine;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.ModelSize;
import dev.alambic.bench.record.Noise;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Times;
import dev.alambic.onnx.runtime.Provider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final Evidence KNOWN = new Evidence(Map.of("accuracy", 0.9), "10 samples", List.of(), null);

    private static Latency latency(Setting setting, double p50) {
        return new Latency(
                setting,
                new Times(null, null, p50, p50 * 2, null, null),
                new Interval(p50, p50),
                1,
                new Latency.Ratio(1, new Interval(1, 1)),
                new Latency.Sampling(200, 50, 0));
    }

    private static Comparison comparison(Latency... latency) {
        Machine machine = new Machine(
                new Machine.Computer("Linux 6.1", "amd64", "Some CPU", 2),
                "OpenJDK 17",
                "ONNX Runtime 1.29.0",
                new Noise(null, null, null));
        ModelResult student = ModelResult.of("student", "models/student.onnx", 100, new ModelSize(1, 1))
                .withLatency(List.of(latency));
        ModelResult teacher = ModelResult.of("teacher", "models/teacher.onnx", 900, new ModelSize(1, 1));
        return new Comparison("teacher", machine, List.of(teacher, student), List.of());
    }

    @Test
    void theTimesOfTheModelAndTheMachineAreTaken() {
        Evidence timed = KNOWN.withTimes(
                comparison(latency(Setting.of(1, 2), 50), latency(Setting.of(32, 1), 800)), "student", 100);
        assertThat(timed)
                .isEqualTo(new Evidence(
                        Map.of("accuracy", 0.9),
                        "10 samples",
                        List.of(
                                new Evidence.Latency(1, 2, 50, 100.0, null),
                                new Evidence.Latency(32, 1, 800, 1600.0, null)),
                        new Evidence.Machine("Some CPU", "Linux 6.1", "amd64", 2, "ONNX Runtime 1.29.0")));
    }

    @Test
    void timesOfAnotherModelOrOfAnotherSizeDoNotCount() {
        Comparison comparison = comparison(latency(Setting.of(1, 1), 50));
        assertThat(KNOWN.withTimes(comparison, "student", 101)).isEqualTo(KNOWN);
        assertThat(KNOWN.withTimes(comparison, "other", 100)).isEqualTo(KNOWN);
        assertThat(KNOWN.withTimes(comparison, "teacher", 900)).isEqualTo(KNOWN);
    }

    @Test
    void timesOfAcceleratorsAreNotThoseOfTheCpu() {
        Comparison comparison =
                comparison(latency(new Setting(1, 1, Provider.CUDA), 5), latency(new Setting(1, 1, Provider.CPU), 50));
        assertThat(KNOWN.withTimes(comparison, "student", 100).latency())
                .extracting(Evidence.Latency::p50Micros)
                .containsExactly(50.0);
    }

    @Test
    void metricsAreInTheOrderOfTheirNames() {
        Evidence evidence = new Evidence(Map.of("b", 1.0, "a", 2.0, "c", 3.0), "", List.of(), null);
        assertThat(evidence.metrics().keySet()).containsExactly("a", "b", "c");
    }
}
