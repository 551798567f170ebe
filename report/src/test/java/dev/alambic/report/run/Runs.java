package dev.alambic.report.run;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Machine;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.ModelSize;
import dev.alambic.bench.record.Noise;
import dev.alambic.bench.record.Resident;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Times;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.report.run.Disagreements.Answer;
import dev.alambic.report.run.Disagreements.Cell;
import dev.alambic.report.run.Disagreements.Example;
import dev.alambic.report.run.Disagreements.Shown;
import dev.alambic.report.run.LayerErrors.Layer;
import dev.alambic.trainer.training.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs that could have happened, made from a seed. */
public final class Runs {

    private static final String ATTACK = "<img src=x onerror=alert(1)>\"'&</script>";

    /** A black pixel. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVQI12NgAAAAAgAB4iG8MwAAAABJRU5ErkJggg==";

    private Runs() {}

    /** Returns an unbalanced table of two classes, pruned while distilled, with everything measured. */
    public static RunRecords breastCancer() {
        List<EpochRecord> history = new ArrayList<>(phase("teacher", 25, false));
        history.addAll(phase("student", 25, true));
        Map<String, ClassificationMetrics> metrics = new LinkedHashMap<>();
        int[] sizes = {72, 42};
        metrics.put("teacher", metrics(sizes, 0.98, 1));
        metrics.put("student", metrics(sizes, 0.975, 2));
        metrics.put("student-stripped", metrics(sizes, 0.975, 2));
        metrics.put("student-fp16", metrics(sizes, 0.975, 2));
        metrics.put("student-int8", metrics(sizes, 0.97, 3));
        Comparison comparison = comparison(List.of(
                model("teacher", 212_345, 52_194, 52_194, 24.1, 1, 4_900_000L),
                model("student", 19_200, 4_322, 2_620, 6.1, 3.95, 1_800_000L),
                model("student-stripped", 12_400, 2_980, 2_620, 5.7, 4.23, 1_700_000L),
                model("student-fp16", 7_100, 2_980, 2_620, 5.8, 4.15, 1_750_000L),
                model("student-int8", 5_300, 2_980, 2_611, 8.9, 2.7, 1_900_000L)));
        return RunRecords.of(origin("breast-cancer"))
                .withLabels(List.of("malignant", "benign"))
                .withHistory(history)
                .withComparison(comparison)
                .withMetrics(metrics)
                .withSteps(steps())
                .withData(new DataParts(
                        Map.of("train", 398, "validation", 57, "test", 114),
                        Map.of("test", new LinkedHashMap<>(Map.of("malignant", 72, "benign", 42))),
                        List.of("column 'id' is left out")))
                .withDisagreements(disagreements(List.of(Shown.row(
                        List.of(new Cell("mean_radius", 17.99, 2.4), new Cell("mean_texture", 10.38, -0.31))))));
    }

    /** Returns a run with one student of which little was recorded, quick to draw. */
    public static RunRecords small() {
        Map<String, ClassificationMetrics> metrics = Map.of("student", metrics(new int[] {20, 10}, 0.9, 7));
        Comparison comparison = comparison(List.of(
                model("teacher", 20_000, 5_000, 5_000, 20, 1, null), model("student", 2_000, 500, 500, 5, 4, null)));
        return RunRecords.of(origin("small"))
                .withLabels(List.of("no", "yes"))
                .withHistory(phase("student", 1, false))
                .withComparison(comparison)
                .withMetrics(metrics);
    }

    /** Returns ten classes with long names, unpruned, on a system that tells no memory. */
    public static RunRecords tenClasses() {
        List<EpochRecord> history = new ArrayList<>(phase("teacher", 5, false));
        history.addAll(phase("student", 8, false));
        Map<String, ClassificationMetrics> metrics = new LinkedHashMap<>();
        int[] sizes = {980, 1135, 1032, 1010, 982, 892, 958, 1028, 12, 1009};
        metrics.put("teacher", metrics(sizes, 0.9954, 4));
        metrics.put("student", metrics(sizes, 0.994, 5));
        metrics.put("student-int8", metrics(sizes, 0.9935, 6));
        Comparison comparison = comparison(List.of(
                model("teacher", 1_872_040, 468_010, 468_010, 1480, 1, null),
                model("student", 62_728, 15_682, 15_682, 160, 9.2, null),
                model("student-int8", 21_300, 15_682, 15_401, 130, 11.3, null)));
        List<String> labels = List.of(
                "zero",
                "one",
                "two, written with a loop",
                "three",
                "four",
                "five",
                "six",
                "seven <7>",
                "eight & more",
                "nine");
        return RunRecords.of(origin("mnist-edge"))
                .withLabels(labels)
                .withHistory(history)
                .withComparison(comparison)
                .withMetrics(metrics)
                .withDisagreements(disagreements(List.of(Shown.image(DOT), Shown.text("A mail client for <you>"))));
    }

    /** Returns a run whose every text is an attack. */
    public static RunRecords hostile() {
        RunRecords full = small();
        RunRecords.Origin origin = new RunRecords.Origin(
                ATTACK,
                ATTACK,
                ATTACK,
                new RunRecords.Recipe(1, ATTACK, Map.of(ATTACK, ATTACK)),
                Map.of(ATTACK, ATTACK, "started", ATTACK),
                List.of(ATTACK));
        Comparison comparison = new Comparison(
                "teacher",
                Objects.requireNonNull(full.comparison()).machine(),
                full.comparison().models(),
                List.of(ATTACK));
        ClassificationMetrics metrics =
                (ClassificationMetrics) Objects.requireNonNull(full.metrics().get("student"));
        ModelFacts facts = new ModelFacts(ATTACK, List.of(ATTACK), Map.of(ATTACK, 1), List.of(ATTACK));
        LayerErrors.Layer layer = new LayerErrors.Layer(ATTACK, ATTACK, 0.1);
        LayerErrors errors = new LayerErrors(ATTACK, 1, List.of(layer), List.of(layer));
        return RunRecords.of(origin)
                .withLabels(List.of(ATTACK, ATTACK))
                .withHistory(full.history())
                .withComparison(comparison)
                .withMetrics(Map.of(ATTACK, metrics))
                .withSteps(List.of(new ModelStep(ATTACK, ATTACK, ATTACK, ATTACK, facts, errors)))
                .withDisagreements(attacks())
                .withMissing(List.of(ATTACK));
    }

    private static Disagreements attacks() {
        Answer answer = new Answer(ATTACK, 0.9);
        List<Example> examples = List.of(
                new Example(1, ATTACK, answer, answer, Shown.text(ATTACK)),
                new Example(2, ATTACK, answer, answer, Shown.image(DOT)),
                new Example(3, ATTACK, answer, answer, Shown.row(List.of(new Cell(ATTACK, 1, 2)))));
        return new Disagreements(ATTACK, ATTACK, 9, 3, 1, 1, examples);
    }

    /** Returns a run of which nothing is known but its name. */
    public static RunRecords bare() {
        RunRecords.Recipe recipe = new RunRecords.Recipe(1, "", Map.of());
        return RunRecords.of(new RunRecords.Origin("bare", "", "", recipe, Map.of(), List.of()));
    }

    private static List<ModelStep> steps() {
        List<Layer> layers = List.of(new Layer("linear1", "Gemm", 0.0123), new Layer("linear2", "Gemm", 0.0251));
        List<Layer> outputs = List.of(new Layer("logits", "Gemm", 0.0302));
        ModelFacts facts = new ModelFacts("alambic", List.of("distil", "QuantizeStatic"), Map.of("Gemm", 3), List.of());
        return List.of(
                new ModelStep("teacher", "", "Trained.", "To teach.", facts, null),
                new ModelStep("student", "teacher", "Taught by the teacher.", "", facts, null),
                new ModelStep(
                        "student-int8",
                        "student",
                        "Made of integers.",
                        "For speed.",
                        facts,
                        new LayerErrors("student", 64, outputs, layers)));
    }

    private static Disagreements disagreements(List<Shown> shown) {
        List<Example> examples = IntStream.range(0, shown.size())
                .mapToObj(i -> new Example(
                        7 * i, "benign", new Answer("benign", 0.98), new Answer("malignant", 0.87), shown.get(i)))
                .toList();
        return new Disagreements("teacher", "student-int8", 114, 5, 3, 1, examples);
    }

    private static RunRecords.Origin origin(String name) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", "OpenJDK 64-Bit Server VM 17.0.15");
        environment.put("system", "Linux 6.1 amd64, 2 processors");
        environment.put("engine", "PyTorch 2.7.1 (DJL 0.35.1)");
        environment.put("runtime", "ONNX Runtime 1.29.0");
        String recipe = """
                name: %s
                task: classification
                seed: 1
                teacher:
                  network: {type: mlp, hidden: [256, 128, 64, 32], batchNorm: true}
                student:
                  network: {type: mlp, hidden: [64, 32]}
                  distill: {temperature: 4.0, alpha: {type: linear, from: 0.7, to: 0.3}}
                """.formatted(name);
        return new RunRecords.Origin(
                name,
                "a run for tests",
                "runs/" + name,
                new RunRecords.Recipe(1, recipe, Map.of("name", name, "seed", "1")),
                environment,
                List.of("./alambic run " + name + " --seed 1", "./alambic bench runs/latest"));
    }

    private static List<EpochRecord> phase(String phase, int epochs, boolean pruned) {
        SplittableRandom random = new SplittableRandom(phase.hashCode());
        boolean student = phase.equals("student");
        List<EpochRecord> records = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double progress = (double) epoch / epochs;
            double decay = Math.exp(-4 * progress);
            double sparsity = pruned ? 0.4 * Math.min(1, Math.max(0, (epoch - 7) / 13.0)) : 0;
            double noise = 0.01 * random.nextDouble();
            double soft = 1.8 * decay + 0.12 + 3 * noise;
            double hard = 0.65 * decay + 0.06 + noise;
            double alpha = 0.7 - 0.4 * progress;
            double loss = student ? alpha * soft + (1 - alpha) * hard : 0.7 * decay + 0.04 + noise;
            Map<String, Double> layers = new LinkedHashMap<>();
            if (pruned) {
                layers.put("linear1", sparsity * 1.08);
                layers.put("linear2", sparsity * 0.95);
                layers.put("output", sparsity * 0.55);
            }
            Map<String, @Nullable Double> figures = new LinkedHashMap<>();
            figures.put("learningRate", 1e-3 * (1 - progress));
            figures.put("loss", loss);
            figures.put("softLoss", student ? soft : null);
            figures.put("hardLoss", student ? hard : null);
            figures.put("alpha", student ? alpha : null);
            figures.put("trainAccuracy", 0.985 - 0.4 * decay - noise);
            figures.put("validationLoss", 0.5 * decay + 0.1 + 2 * noise);
            figures.put("validationAccuracy", 0.975 - 0.3 * decay - 2 * noise);
            EpochRecord.Pruned pruning = new EpochRecord.Pruned(sparsity, layers, pruned && epoch >= 8 && epoch <= 20);
            records.add(new EpochRecord(phase, epoch, epochs, figures, pruning, 0.4));
        }
        return records;
    }

    /** Returns the metrics of classes with {@code sizes} samples, of which about {@code accuracy} are right. */
    public static ClassificationMetrics metrics(int[] sizes, double accuracy, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] truth = IntStream.range(0, sizes.length)
                .flatMap(label -> IntStream.generate(() -> label).limit(sizes[label]))
                .toArray();
        float[] logits = new float[truth.length * sizes.length];
        for (int i = 0; i < truth.length; i++) {
            boolean right = random.nextDouble() < accuracy;
            int answer = right ? truth[i] : (truth[i] + 1 + random.nextInt(sizes.length - 1)) % sizes.length;
            logits[i * sizes.length + answer] = 4;
        }
        return ClassificationMetrics.of(logits, truth, sizes.length);
    }

    private static Comparison comparison(List<ModelResult> models) {
        Machine machine = new Machine(
                new Machine.Computer("Linux 6.1", "amd64", "Some CPU", 2),
                "OpenJDK 17",
                "ONNX Runtime 1.29.0",
                new Noise(0.1, 3.0, 0.5));
        return new Comparison(
                "teacher", machine, models, List.of("the host took 3.0 % of the processor time away while measuring"));
    }

    private static ModelResult model(
            String name, long bytes, long parameters, long nonZero, double micros, double speedup, @Nullable Long rss) {
        return ModelResult.of(name, "models/" + name + ".onnx", bytes, new ModelSize(parameters, nonZero))
                .withLatency(List.of(latency(1, micros, speedup), latency(32, 14 * micros, speedup * 1.2)))
                .withMemory(rss == null ? null : memory(rss));
    }

    private static Memory memory(long rss) {
        return new Memory(new Resident(rss * 3 / 4, null, null), new Resident(rss, rss / 2, rss / 3), null, null, 1, 3);
    }

    private static Latency latency(int batch, double micros, double speedup) {
        return new Latency(
                Setting.of(batch, 1),
                new Times(micros * 1.02, micros * 0.1, micros, micros * 1.1, batch == 1 ? micros * 1.4 : null, null),
                new Interval(micros * 0.98, micros * 1.02),
                batch * 1e6 / micros,
                new Latency.Ratio(speedup, new Interval(speedup * 0.97, speedup * 1.03)),
                new Latency.Sampling(1200, 50, 0.03));
    }
}
