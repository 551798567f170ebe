package dev.alambic.run.pipeline;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.DataSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.StudentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a recipe reads from outside; read before a run makes its folder, so that bad input leaves nothing behind. */
public final class RunData {

    private RunData() {}

    /**
     * Returns the recipe's data, split.
     *
     * @throws dev.alambic.data.file.InvalidDataException if the data are missing or broken
     * @throws dev.alambic.onnx.graph.InvalidModelException if a model's file is missing or broken
     */
    public static Splits of(Recipe recipe) {
        return of(recipe, Expectation.of(recipe));
    }

    /** Returns the same samples in the same parts, as a model takes them that cuts texts in its own way. */
    static Splits cutAs(Recipe recipe, InputMeaning.Text input) {
        Expectation expected = Expectation.of(recipe);
        Recipe asTold = recipe.withData(recipe.data().withVocabulary(null).withTokenizer(null));
        return of(asTold, new Expectation(input, expected.classes(), expected.targets(), expected.tasks()));
    }

    private static Splits of(Recipe recipe, Expectation expected) {
        DataSpec data = recipe.data();
        if (data.vocabulary() != null && expected.input() instanceof InputMeaning.Text) {
            throw new UsageException(
                    "data.vocabulary: the model that the recipe brings says how texts are cut (expected"
                            + " no vocabulary, or networks of type textCnn alone, was " + data.vocabulary() + ")");
        }
        DataOptions options =
                data.options(expected.input()).withClasses(expected.classes()).knowing(expected.tasks());
        if (recipe.task() == Recipe.Task.REGRESSION) {
            boolean own = data.target() == null && data.label() == null && expected.targets() != null;
            options = options.withClasses(null).withTargets(own ? expected.targets() : data.targets());
        }
        if (data.labels() == DataSpec.Labels.NONE) {
            return new TaughtData(recipe, options).splits();
        }
        LoadedData read = DataSource.open(data.source(), options);
        Splits splits = Splits.stratified(
                read.all().input() instanceof InputMeaning.Image image && isSilent(recipe)
                        ? scaled(read, image, data.pixels())
                        : read,
                data.validation(),
                data.test(),
                recipe.seed());
        return data.unlabelled() == null ? splits : TaughtData.joined(splits, data.unlabelled(), options);
    }

    /** Returns whether the recipe brings models, and none of them says what it takes. */
    private static boolean isSilent(Recipe recipe) {
        StudentSpec student = recipe.student();
        List<String> brought = Stream.of(
                        recipe.teacherFiles().stream(),
                        file(recipe.teacher().network()).stream()
                                .filter(file -> recipe.teacherFiles().isEmpty()),
                        student == null ? Stream.<String>empty() : file(student.network()).stream())
                .flatMap(files -> files)
                .toList();
        return !brought.isEmpty()
                && brought.stream()
                        .allMatch(file -> ModelInfo.of(ModelSource.open(file)).input() == null);
    }

    private static Optional<String> file(NetworkSpec network) {
        return network instanceof NetworkSpec.Onnx onnx ? Optional.of(onnx.file()) : Optional.empty();
    }

    /** Returns pictures in the values that models which say nothing are fed with everywhere else. */
    private static LoadedData scaled(LoadedData read, InputMeaning.Image own, DataSpec.Pixels pixels) {
        float white = pixels == DataSpec.Pixels.UNIT ? 1 : 255;
        LoadedData scaled = read.inForm(
                PictureForm.of(new InputMeaning.Image(own.channels(), own.height(), own.width(), 0, white, own.fit())));
        List<String> notes = new ArrayList<>(read.all().notes());
        notes.add("pixels are 0 to " + (int) white + ", for a model that does not say what it takes (data.pixels: "
                + (pixels == DataSpec.Pixels.UNIT ? "byte for 0 to 255)" : "unit for 0 to 1)"));
        return new LoadedData(scaled.all().withNotes(notes), scaled.validation(), scaled.test());
    }

    /**
     * What the models that the recipe brings ask of the data.
     *
     * @param input null if none says
     * @param classes null if the data decide
     * @param targets null if the recipe decides
     * @param tasks the classes, labels or targets of each of several tasks; none if the data decide
     */
    private record Expectation(
            @Nullable InputMeaning input,
            @Nullable List<String> classes,
            @Nullable List<String> targets,
            Map<String, List<String>> tasks) {

        private static final Expectation NONE = new Expectation(null, null, null, Map.of());

        static Expectation of(Recipe recipe) {
            String teacher = recipe.teacherFiles().stream().findFirst().orElse(null);
            StudentSpec student = recipe.student();
            Expectation brought = teacher == null ? of(recipe.teacher().network()) : texts(teacher);
            Expectation own = student == null ? NONE : of(continued(student.network(), teacher));
            return own.input() == null ? brought : own;
        }

        /** Returns the network that is trained further, which may be the teacher's file. */
        private static NetworkSpec continued(NetworkSpec network, @Nullable String teacher) {
            return teacher != null && network instanceof NetworkSpec.Teacher ? NetworkSpec.onnx(teacher) : network;
        }

        /** A model that is trained further takes its own input, and keeps its classes unless it gets a head. */
        private static Expectation of(NetworkSpec network) {
            if (!(network instanceof NetworkSpec.Onnx onnx)) {
                return NONE;
            }
            ModelInfo info = ModelInfo.of(ModelSource.open(onnx.file()));
            boolean keepsClasses = onnx.head() == null && !info.labels().isEmpty();
            boolean keepsTargets = onnx.head() == null && !info.targets().isEmpty();
            return new Expectation(
                    info.input(),
                    keepsClasses ? info.labels() : null,
                    keepsTargets ? info.targets() : null,
                    onnx.head() == null ? info.outputsOfTasks() : Map.of());
        }

        /** A teacher says how texts are cut; tables and images are taken as they come. */
        private static Expectation texts(String file) {
            InputMeaning input = ModelInfo.of(ModelSource.open(file)).input();
            return input instanceof InputMeaning.Text ? new Expectation(input, null, null, Map.of()) : NONE;
        }
    }
}
