package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.ClassOrder;
import dev.alambic.run.UsageException;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.DataSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.distill.AnswerKey;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.OnnxTeacher;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.training.Labelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a teacher about data once, so that no student has to. */
public final class LabelCommand implements Command {

    private static final String ENDING = ".answers";

    @Override
    public Usage usage() {
        return new Usage(
                "label",
                "<teacher.onnx>",
                "ask a model about all samples of labelled or unlabelled data, and keep its answers for students",
                DeviceFlags.addTo(ModelData.addSource(new Flags())
                        .flag("no-labels", "the data have no labels")
                        .flag("float16", "keep the answers in 16 bits")
                        .value(
                                "top",
                                "N",
                                "keep the N largest logits of classes, and what the others have together (default: all)")
                        .out(
                                "FILE",
                                "where to write; a folder takes <teacher>.answers (default: beside the teacher)")));
    }

    /** What was written. */
    record Labelled(String file, String data, int samples, int asked, long bytes) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path file = arguments.modelFile();
        if (!arguments.has("data")) {
            throw new UsageException("label: no data (expected --data)");
        }
        OnnxModel read = OnnxModel.read(file);
        DataSpec source = ModelData.source(arguments);
        Dataset data = RunData.of(recipe(file, read, source, arguments.has("no-labels")))
                .train();
        OnnxModel model = data.targets() instanceof Targets.Numbers
                ? read
                : ClassOrder.ifKnown(read, data.targets().names());
        Path out = out(arguments, file);
        AnswerStore.Form form = form(arguments, data.targets());
        try (Teacher teacher = OnnxTeacher.open(model, data, DeviceFlags.session(arguments));
                AnswerStore store = AnswerStore.open(out, AnswerKey.of(model, data), teacher.classes(), form)) {
            int asked = Labelling.write(teacher, data.whole(), store);
            Labelled labelled = new Labelled(out.toString(), source.source(), store.rows(), asked, size(out));
            console.result(labelled, () -> text(labelled));
        }
        return ExitCode.DONE;
    }

    private static AnswerStore.Form form(Arguments arguments, Targets targets) {
        int top = arguments.whole("top", 1).map(Math::toIntExact).orElse(0);
        if (top > 0 && !(targets instanceof Targets.Classes)) {
            throw new UsageException("label: --top is of classes, whose probabilities sum to 1 (was " + targets + ")");
        }
        return new AnswerStore.Form(
                arguments.has("float16") ? AnswerStore.Precision.FLOAT16 : AnswerStore.Precision.FLOAT32, top);
    }

    /** Returns the recipe of a student of this teacher, by which the data are read as it would read them. */
    private static Recipe recipe(Path file, OnnxModel model, DataSpec source, boolean none) {
        boolean numbers = ModelInfo.of(model).task().equals(Regress.NAME) || source.target() != null;
        boolean several = Task.isMultiLabel(model) || source.severalLabels() != null;
        TeacherSpec any = TeacherSpec.defaults();
        return Recipe.defaults()
                .withStudent(StudentSpec.defaults().withDistill(DistillSpec.defaults()))
                .withTeacher(new TeacherSpec(file.toAbsolutePath().toString(), any.network(), any.training()))
                .with(recipe -> recipe.task(
                                Task.isMultiTask(model)
                                        ? Recipe.Task.MULTI_TASK
                                        : several
                                                ? Recipe.Task.MULTI_LABEL
                                                : numbers ? Recipe.Task.REGRESSION : Recipe.Task.CLASSIFICATION)
                        .data(ModelData.located(source, model)
                                .withLabels(none ? DataSpec.Labels.NONE : DataSpec.Labels.GIVEN)));
    }

    private static Path out(Arguments arguments, Path file) {
        String name = ModelFiles.stem(file) + ENDING;
        Path told = arguments.path("out").orElse(file.resolveSibling(name));
        boolean folder = Files.isDirectory(told)
                || arguments.text("out").filter(text -> text.endsWith("/")).isPresent();
        Path out = folder ? told.resolve(name) : told;
        try {
            if (out.getParent() != null) {
                Files.createDirectories(out.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(out.getParent() + ": cannot be made", e);
        }
        return out;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private static String text(Labelled labelled) {
        return labelled.file() + ": answers to " + Numbers.grouped(labelled.samples()) + " samples of "
                + labelled.data()
                + ", " + Numbers.grouped(labelled.bytes()) + " bytes"
                + (labelled.asked() == labelled.samples()
                        ? ""
                        : " (" + Numbers.grouped(labelled.asked()) + " of them asked now)")
                + "\nlearn from them: student.distill.answers: " + labelled.file();
    }
}
