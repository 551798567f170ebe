package dev.alambic.bench.record;

import java.util.List;
import java.util.Map;

/** Made-up results of two models. */
public final class SampleComparison {

    private SampleComparison() {}

    public static Latency latency(int batch, double micros, double speedup, boolean many) {
        return new Latency(
                Setting.of(batch, 1),
                new Times(
                        micros * 1.01,
                        micros * 0.1,
                        micros,
                        many ? micros * 1.2 : null,
                        many ? micros * 1.5 : null,
                        null),
                new Interval(micros * 0.98, micros * 1.02),
                batch * 1e6 / micros,
                new Latency.Ratio(speedup, new Interval(speedup * 0.99, speedup * 1.01)),
                new Latency.Sampling(many ? 1200 : 50, 50, many ? 0.02 : 0.2));
    }

    /** Returns a teacher of which all is known and a student of which little is. */
    public static Comparison comparison() {
        Machine machine = new Machine(
                new Machine.Computer("Linux 6.1", "amd64", "Some CPU", 2),
                "OpenJDK 17",
                "ONNX Runtime 1.29.0",
                new Noise(null, null, 0.5));
        ModelResult teacher = ModelResult.of("teacher", "models/teacher.onnx", 212_345, new ModelSize(52_194, 52_194))
                .withLatency(List.of(latency(1, 12.5, 1, true)))
                .withMemory(new Memory(
                        new Resident(4_000_000, null, null),
                        new Resident(5_000_000, 3_000_000L, 2_000_000L),
                        null,
                        null,
                        1,
                        3));
        ModelResult student = ModelResult.of(
                        "student | \"tiny\", int8", "models/student.onnx", 6_789, new ModelSize(4_322, 2_594))
                .withLatency(List.of(latency(1, 3.125, 4, false)));
        return new Comparison("teacher", machine, List.of(teacher, student), List.of("a note"))
                .withQualities(Map.of("teacher", Quality.ofAccuracy(0.9737)));
    }
}
