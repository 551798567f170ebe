package dev.alambic.report.chart;

import dev.alambic.chart.Axis;
import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Line;
import dev.alambic.chart.LineChart;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.Measure;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.training.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened while the models were trained. */
public final class TrainingCharts {

    private static final String TEACHER = "teacher";
    private static final String STUDENT = "student";
    private static final String LOSS = "loss (nats)";
    private static final String LOSS_OF_NUMBERS = "loss (of standardized numbers)";
    private static final int FIRST_FREE = 2; // behind the colours of teacher and student
    private static final double LOWEST_R2 = -0.5;
    private static final String WEIGHT = "weight (no unit)";
    private static final Axis EPOCHS = new Axis("epoch", Unit.PLAIN, Extent.COUNT);

    private final List<EpochRecord> teacher;
    private final List<EpochRecord> student;
    /** Those of the networks between, by phase. */
    private final Map<String, List<EpochRecord>> between = new LinkedHashMap<>();

    private TrainingCharts(List<EpochRecord> history) {
        this.teacher =
                history.stream().filter(epoch -> epoch.phase().equals(TEACHER)).toList();
        String last = history.stream()
                .map(EpochRecord::phase)
                .filter(phase -> !phase.equals(TEACHER))
                .reduce((first, second) -> first.equals(STUDENT) ? first : second)
                .orElse(STUDENT);
        this.student =
                history.stream().filter(epoch -> epoch.phase().equals(last)).toList();
        history.stream()
                .filter(epoch ->
                        !epoch.phase().equals(TEACHER) && !epoch.phase().equals(last))
                .forEach(epoch -> between.computeIfAbsent(epoch.phase(), phase -> new ArrayList<>())
                        .add(epoch));
    }

    /** Returns the curves that {@code history} has data for, by the names of their files. */
    public static Map<String, LineChart> of(List<EpochRecord> history) {
        TrainingCharts charts = new TrainingCharts(history);
        Map<String, LineChart> found = new LinkedHashMap<>();
        if (charts.isMultiTask()) {
            charts.score().ifPresent(chart -> found.put("mean-score", chart));
        } else if (charts.isMultiLabel()) {
            charts.area().ifPresent(chart -> found.put("macro-auc", chart));
        } else if (charts.isRegression()) {
            charts.determination().ifPresent(chart -> found.put("r2", chart));
        } else {
            charts.accuracy().ifPresent(chart -> found.put("accuracy", chart));
        }
        charts.studentLoss().ifPresent(chart -> found.put("student-loss", chart));
        charts.teacherLoss().ifPresent(chart -> found.put("teacher-loss", chart));
        charts.alpha().ifPresent(chart -> found.put("alpha", chart));
        charts.sparsity().ifPresent(chart -> found.put("sparsity", chart));
        return found;
    }

    private boolean isMultiTask() {
        return isChosenBy(Measure.MEAN_SCORE);
    }

    private boolean isRegression() {
        return isChosenBy(Measure.R2);
    }

    private boolean isMultiLabel() {
        return isChosenBy(Measure.MACRO_AUC);
    }

    private boolean isChosenBy(Measure measure) {
        return Stream.concat(teacher.stream(), student.stream()).anyMatch(epoch -> epoch.measure() == measure);
    }

    private Optional<LineChart> score() {
        return unbounded(
                "Mean score while learning",
                "the mean of what each task is chosen by, 1 being best",
                "mean score (no unit)");
    }

    private Optional<LineChart> area() {
        return shares(
                "Macro AUC while learning",
                "Mean area under the ROC curves of the labels after each epoch, on the samples learnt from and on the"
                        + " validation split: 100 % is a perfect order of the samples, 50 % that of chance.",
                "macro AUC (%)");
    }

    private Optional<LineChart> determination() {
        return unbounded("R² while learning", "1 is perfect, 0 as good as always answering the mean", "R² (no unit)");
    }

    /** Returns the curves of a figure that is 1 at best and has no lower bound. */
    private Optional<LineChart> unbounded(String title, String meaning, String yTitle) {
        return chart(
                title,
                "After each epoch, on the samples learnt from and on the validation split: " + meaning
                        + ". Values below " + LOWEST_R2 + " are not drawn.",
                yTitle,
                scores(drawn(EpochRecord::validationScore), drawn(EpochRecord::trainScore)));
    }

    /** Returns how teacher and student come along, and the validation of each network between them. */
    private Line[] scores(
            Function<EpochRecord, @Nullable Double> validation, Function<EpochRecord, @Nullable Double> training) {
        List<Line> all = new ArrayList<>(List.of(
                line("student, validation", student, validation, Role.STUDENT, Look.SOLID),
                line("student, training", student, training, Role.STUDENT, Look.DASHED),
                line("teacher, validation", teacher, validation, Role.TEACHER, Look.SOLID),
                line("teacher, training", teacher, training, Role.TEACHER, Look.DASHED)));
        int usual = all.size();
        between.forEach((phase, epochs) -> all.add(line(
                phase.replace('-', ' ') + ", validation",
                epochs,
                validation,
                Role.ofSeries(FIRST_FREE + all.size() - usual),
                Look.SOLID)));
        return all.toArray(Line[]::new);
    }

    private static Function<EpochRecord, @Nullable Double> drawn(Function<EpochRecord, Double> r2) {
        return epoch -> r2.apply(epoch) < LOWEST_R2 ? Double.valueOf(Double.NaN) : r2.apply(epoch);
    }

    private Optional<LineChart> accuracy() {
        return shares(
                "Accuracy while learning",
                "Share of right answers after each epoch, on the samples learnt from and on the validation split.",
                "accuracy (%)");
    }

    private Optional<LineChart> shares(String title, String sentence, String yTitle) {
        return chart(
                title,
                sentence,
                yTitle,
                scores(percent(EpochRecord::validationScore), percent(EpochRecord::trainScore)));
    }

    private Optional<LineChart> studentLoss() {
        List<Term.Words> terms = student.stream()
                .flatMap(epoch -> epoch.parts().keySet().stream())
                .distinct()
                .toList();
        List<Line> lines = new ArrayList<>();
        lines.add(line("total", student, EpochRecord::loss, Role.STUDENT, Look.SOLID));
        terms.forEach(term ->
                lines.add(line(label(term), student, epoch -> epoch.figure(term.figure()), role(term), Look.SOLID)));
        lines.add(line("validation", student, EpochRecord::validationLoss, Role.OTHER, Look.DASHED));
        return chart(
                "Loss of the student",
                "The total is "
                        + terms.stream()
                                .map(term -> (terms.size() == 1 ? "" : term.weight() + " times ") + "the " + term.name()
                                        + " part, which compares with " + term.comparison())
                                .collect(Collectors.joining(", plus "))
                        + (isMultiTask()
                                ? ". Validation is what the tasks lose without a teacher, each counting the same."
                                : isRegression()
                                        ? ". Validation is the mean squared error alone."
                                        : ". Validation is cross-entropy alone."),
                loss(),
                lines.toArray(Line[]::new));
    }

    private String loss() {
        return isRegression() ? LOSS_OF_NUMBERS : LOSS;
    }

    private static String label(Term.Words term) {
        return term.from().isEmpty() ? term.name() : term.name() + " (" + term.from() + ")";
    }

    private static Role role(Term.Words term) {
        return switch (term.from()) {
            case "teacher" -> Role.SOFT;
            case "labels", "targets" -> Role.HARD;
            default -> Role.OTHER;
        };
    }

    private Optional<LineChart> teacherLoss() {
        return chart(
                "Loss of the teacher",
                (isMultiTask()
                                ? "Cross-entropy, and of standardized numbers"
                                : isRegression() ? "Of standardized numbers" : "Cross-entropy")
                        + "; a validation loss that rises while the training loss falls is overfitting.",
                loss(),
                line("training", teacher, EpochRecord::loss, Role.TEACHER, Look.SOLID),
                line("validation", teacher, EpochRecord::validationLoss, Role.OTHER, Look.DASHED));
    }

    /** A weight that stays the same is worth no picture. */
    private Optional<LineChart> alpha() {
        if (student.stream().map(TrainingCharts::teachersPart).distinct().count() < 2) {
            return Optional.empty();
        }
        return chart(
                "Weight of the teacher",
                "How much the student listened to the teacher and to the " + truth() + " in each epoch.",
                WEIGHT,
                line("α, the teacher's part", student, TrainingCharts::teachersPart, Role.SOFT, Look.SOLID),
                line("1 − α, the " + truth() + "' part", student, TrainingCharts::labelsPart, Role.HARD, Look.SOLID));
    }

    private String truth() {
        return isRegression() ? "true numbers" : "labels";
    }

    private static @Nullable Double teachersPart(EpochRecord epoch) {
        return epoch.figure("alpha");
    }

    private static @Nullable Double labelsPart(EpochRecord epoch) {
        Double alpha = teachersPart(epoch);
        return alpha == null ? null : 1 - alpha;
    }

    private Optional<LineChart> sparsity() {
        if (student.stream().noneMatch(epoch -> epoch.sparsity() > 0)) {
            return Optional.empty();
        }
        List<EpochRecord> events = student.stream().filter(EpochRecord::pruned).toList();
        return chart(
                "Sparsity while learning",
                "Part of the prunable weights held at zero; each mark is a pruning event.",
                "weights at zero (%)",
                line("sparsity", student, percent(EpochRecord::sparsity), Role.STUDENT, Look.SOLID),
                line("pruned after this epoch", events, percent(EpochRecord::sparsity), Role.HARD, Look.DIAMOND));
    }

    /** Returns the sparsity of each layer at the end; empty if nothing was pruned. */
    public static Optional<BarChart> layerSparsity(List<EpochRecord> history) {
        List<EpochRecord> student = new TrainingCharts(history).student;
        Map<String, Double> layers =
                student.isEmpty() ? Map.of() : student.get(student.size() - 1).layerSparsity();
        if (layers.values().stream().noneMatch(share -> share > 0)) {
            return Optional.empty();
        }
        return Optional.of(new BarChart(
                new Caption(
                        "Sparsity of each layer",
                        "Part of each layer's prunable weights at zero after the last epoch."),
                layers.entrySet().stream()
                        .map(layer -> Bar.of(
                                layer.getKey(), layer.getValue(), Numbers.percent(layer.getValue(), 1), Role.STUDENT))
                        .toList()));
    }

    /** Returns the chart of those lines that have any place; empty if none has. */
    private static Optional<LineChart> chart(String title, String sentence, String yTitle, Line... lines) {
        Axis up = new Axis(yTitle, Unit.PLAIN, extent(yTitle));
        LineChart chart = new LineChart(new Caption(title, sentence), EPOCHS, up, List.of(lines));
        return chart.lines().isEmpty() ? Optional.empty() : Optional.of(chart);
    }

    private static Extent extent(String yTitle) {
        return yTitle.equals(LOSS) || yTitle.equals(LOSS_OF_NUMBERS)
                ? Extent.FACTORS
                : yTitle.equals(WEIGHT) ? Extent.WHOLE : Extent.VALUES;
    }

    private static Function<EpochRecord, @Nullable Double> percent(Function<EpochRecord, Double> share) {
        return epoch -> 100 * share.apply(epoch);
    }

    /** Returns the epochs at which {@code value} is there and finite. */
    private static Line line(
            String name,
            List<EpochRecord> epochs,
            Function<EpochRecord, @Nullable Double> value,
            Role role,
            Look look) {
        return new Line(
                name,
                epochs.stream().map(epoch -> (double) epoch.epoch()).toList(),
                epochs.stream()
                        .map(epoch -> Objects.requireNonNullElse(value.apply(epoch), Double.NaN))
                        .toList(),
                role,
                look);
    }
}
