package dev.alambic.report;

import dev.alambic.report.LinePanel.Line;
import dev.alambic.report.LinePanel.Look;
import dev.alambic.report.Theme.Role;
import dev.alambic.trainer.training.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Draws what happened while the models were trained. */
final class TrainingFigures {

    private static final String TEACHER = "teacher";
    private static final int WIDTH = 560;
    private static final int HEIGHT = 360;

    private final List<EpochRecord> teacher;
    private final List<EpochRecord> student;

    private TrainingFigures(List<EpochRecord> history) {
        this.teacher =
                history.stream().filter(epoch -> epoch.phase().equals(TEACHER)).toList();
        this.student =
                history.stream().filter(epoch -> !epoch.phase().equals(TEACHER)).toList();
    }

    /** Returns the figures that {@code history} has data for. */
    static List<Figure> of(List<EpochRecord> history) {
        TrainingFigures figures = new TrainingFigures(history);
        List<Figure> found = new ArrayList<>();
        figures.accuracy().ifPresent(found::add);
        figures.studentLoss().ifPresent(found::add);
        figures.teacherLoss().ifPresent(found::add);
        figures.alpha().ifPresent(found::add);
        figures.sparsity().ifPresent(found::add);
        figures.layerSparsity().ifPresent(found::add);
        return found;
    }

    Optional<Figure> accuracy() {
        List<Line> lines = new ArrayList<>();
        line("student, validation", student, percent(EpochRecord::validationAccuracy), Role.STUDENT, Look.SOLID)
                .ifPresent(lines::add);
        line("student, training", student, percent(EpochRecord::trainAccuracy), Role.STUDENT, Look.DASHED)
                .ifPresent(lines::add);
        line("teacher, validation", teacher, percent(EpochRecord::validationAccuracy), Role.TEACHER, Look.SOLID)
                .ifPresent(lines::add);
        line("teacher, training", teacher, percent(EpochRecord::trainAccuracy), Role.TEACHER, Look.DASHED)
                .ifPresent(lines::add);
        return figure(
                "accuracy.png",
                new LinePanel("Accuracy while learning", "accuracy (%)", lines, null),
                "Share of right answers after each epoch, on the samples learnt from and on the validation split.");
    }

    Optional<Figure> studentLoss() {
        List<Line> lines = new ArrayList<>();
        line("total", student, EpochRecord::loss, Role.STUDENT, Look.SOLID).ifPresent(lines::add);
        line("soft (teacher)", student, EpochRecord::softLoss, Role.SOFT, Look.SOLID)
                .ifPresent(lines::add);
        line("hard (labels)", student, EpochRecord::hardLoss, Role.HARD, Look.SOLID)
                .ifPresent(lines::add);
        line("validation", student, EpochRecord::validationLoss, Role.OTHER, Look.DASHED)
                .ifPresent(lines::add);
        return figure(
                "student-loss.png",
                new LinePanel("Loss of the student", "loss (nats)", lines, null),
                "The total is α times the soft part, which compares with the teacher's softened answers, plus 1 − α times"
                        + " the hard part, which compares with the labels. Validation is cross-entropy alone.");
    }

    Optional<Figure> teacherLoss() {
        List<Line> lines = new ArrayList<>();
        line("training", teacher, EpochRecord::loss, Role.TEACHER, Look.SOLID).ifPresent(lines::add);
        line("validation", teacher, EpochRecord::validationLoss, Role.OTHER, Look.DASHED)
                .ifPresent(lines::add);
        return figure(
                "teacher-loss.png",
                new LinePanel("Loss of the teacher", "loss (nats)", lines, null),
                "Cross-entropy; a validation loss that rises while the training loss falls is overfitting.");
    }

    Optional<Figure> alpha() {
        List<Line> lines = new ArrayList<>();
        line("α, the teacher's part", student, EpochRecord::alpha, Role.SOFT, Look.SOLID)
                .ifPresent(lines::add);
        line("1 − α, the labels' part", student, TrainingFigures::labelsPart, Role.HARD, Look.SOLID)
                .ifPresent(lines::add);
        return figure(
                "alpha.png",
                new LinePanel("Weight of the teacher", "weight (no unit)", lines, 1.0),
                "How much the student listened to the teacher and to the labels in each epoch.");
    }

    private static @Nullable Double labelsPart(EpochRecord epoch) {
        Double alpha = epoch.alpha();
        return alpha == null ? null : 1 - alpha;
    }

    Optional<Figure> sparsity() {
        if (student.stream().noneMatch(epoch -> epoch.sparsity() > 0)) {
            return Optional.empty();
        }
        List<Line> lines = new ArrayList<>();
        line("sparsity", student, percent(EpochRecord::sparsity), Role.STUDENT, Look.SOLID)
                .ifPresent(lines::add);
        List<EpochRecord> events = student.stream().filter(EpochRecord::pruned).toList();
        line("pruned after this epoch", events, percent(EpochRecord::sparsity), Role.HARD, Look.POINTS)
                .ifPresent(lines::add);
        return figure(
                "sparsity.png",
                new LinePanel("Sparsity while learning", "weights at zero (%)", lines, null),
                "Part of the prunable weights held at zero; each mark is a pruning event.");
    }

    Optional<Figure> layerSparsity() {
        Map<String, Double> layers =
                student.isEmpty() ? Map.of() : student.get(student.size() - 1).layerSparsity();
        if (layers.values().stream().noneMatch(share -> share > 0)) {
            return Optional.empty();
        }
        BarPanel panel = new BarPanel(
                "Sparsity of each layer",
                layers.entrySet().stream()
                        .map(layer -> new BarPanel.Bar(
                                layer.getKey(), layer.getValue(), Numbers.percent(layer.getValue()), Role.STUDENT))
                        .toList());
        return Optional.of(new Figure(
                "layer-sparsity.png",
                "Part of each layer's prunable weights at zero after the last epoch.",
                panel,
                WIDTH,
                Math.max(200, panel.idealHeight())));
    }

    private static Optional<Figure> figure(String file, LinePanel panel, String sentence) {
        return panel.lines().isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(file, sentence, panel, WIDTH, HEIGHT));
    }

    private static Function<EpochRecord, @Nullable Double> percent(Function<EpochRecord, Double> share) {
        return epoch -> 100 * share.apply(epoch);
    }

    /** Returns the epochs at which {@code value} is there and finite; empty if there are none. */
    private static Optional<Line> line(
            String name,
            List<EpochRecord> epochs,
            Function<EpochRecord, @Nullable Double> value,
            Role role,
            Look look) {
        List<Integer> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (EpochRecord epoch : epochs) {
            Double found = value.apply(epoch);
            if (found != null && Double.isFinite(found)) {
                x.add(epoch.epoch());
                y.add(found);
            }
        }
        return x.isEmpty() ? Optional.empty() : Optional.of(new Line(name, x, y, role, look));
    }
}
