package dev.alambic.cli.run;

import dev.alambic.cli.recipe.DataSpec;
import dev.alambic.cli.recipe.Recipe;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.trainer.data.DataOptions;
import dev.alambic.trainer.data.DataSource;
import dev.alambic.trainer.data.Splits;
import org.jspecify.annotations.Nullable;

/** What a recipe reads from outside; read before a run makes its folder, so that bad input leaves nothing behind. */
public final class RunData {

    private RunData() {}

    /**
     * Returns the recipe's data, split.
     *
     * @throws dev.alambic.trainer.data.InvalidDataException if the data are missing or broken
     * @throws dev.alambic.onnx.InvalidModelException if the teacher's file is missing or broken
     */
    public static Splits of(Recipe recipe) {
        DataSpec data = recipe.data();
        DataOptions options = data.options(texts(recipe));
        return Splits.stratified(
                DataSource.open(data.source(), options), data.validation(), data.test(), recipe.seed());
    }

    /** Returns how a teacher that was brought cuts texts; tables and images are taken as they come. */
    private static InputMeaning.@Nullable Text texts(Recipe recipe) {
        String teacher = recipe.teacher().file();
        InputMeaning input =
                teacher == null ? null : ModelInfo.of(ModelSource.open(teacher)).input();
        return input instanceof InputMeaning.Text text ? text : null;
    }

    /** Returns what the parts are, in one line. */
    static String describe(Recipe recipe, Splits splits) {
        return "data " + recipe.data().source() + ": " + splits.train().size() + " samples to train, "
                + splits.validation().size() + " to validate, " + splits.test().size() + " to test, "
                + splits.train().classes().size() + " classes";
    }
}
