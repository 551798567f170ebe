package dev.alambic.cli.measure;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.distill.AnswerKey;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.OnnxTeacher;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.training.Labelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** What it costs to keep a teacher's answers beside asking for them: both alternate, the medians are compared. */
public final class AnswerCost {

    private static final int SAMPLES = 10_000;

    private AnswerCost() {}

    /**
     * Prints the two times and their ratio.
     *
     * @param arguments teacher as ONNX, of {@code mnist}; rounds
     */
    public static void main(String[] arguments) throws IOException {
        OnnxModel model = OnnxModel.read(Path.of(arguments[0]));
        Dataset data = DataSource.open("mnist", DataOptions.defaults())
                .all()
                .subset(IntStream.range(0, SAMPLES).toArray());
        double[] asked = new double[Integer.parseInt(arguments[1])];
        double[] kept = new double[asked.length];
        try (Teacher teacher = OnnxTeacher.open(model, data, SessionOptions.defaults())) {
            ask(teacher, data);
            for (int round = 0; round < asked.length; round++) {
                asked[round] = seconds(() -> ask(teacher, data));
                kept[round] = seconds(() -> keep(teacher, model, data));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "asking %.3f s, asking and keeping %.3f s, ratio of medians %.4f%n",
                median(asked),
                median(kept),
                median(kept) / median(asked));
    }

    private static void ask(Teacher teacher, Dataset data) {
        float[] samples = new float[AnswerStore.BLOCK * data.sampleSize()];
        for (int from = 0; from < data.size(); from += AnswerStore.BLOCK) {
            int count = Math.min(AnswerStore.BLOCK, data.size() - from);
            for (int i = 0; i < count; i++) {
                data.copySample(from + i, samples, i * data.sampleSize());
            }
            teacher.logits(samples, count);
        }
    }

    private static void keep(Teacher teacher, OnnxModel model, Dataset data) throws IOException {
        Path file = Files.createTempFile("answers", ".answers");
        Files.delete(file);
        try (AnswerStore store =
                AnswerStore.open(file, AnswerKey.of(model, data), teacher.classes(), AnswerStore.Form.whole())) {
            Labelling.write(teacher, data, store);
        } finally {
            Files.delete(file);
        }
    }

    /** Something that can fail to read or write. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
