package dev.alambic.cli.run;

import dev.alambic.cli.recipe.DataSpec;
import dev.alambic.cli.recipe.Recipe;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.data.DataOptions;
import dev.alambic.trainer.data.DataSource;
import dev.alambic.trainer.data.Splits;
import java.nio.file.Path;

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
        String teacher = recipe.teacher().file();
        if (teacher != null) {
            OnnxModel.read(Path.of(teacher));
        }
        DataSpec data = recipe.data();
        DataOptions options = DataOptions.defaults().withLabel(data.label());
        return Splits.stratified(
                DataSource.open(data.source(), options), data.validation(), data.test(), recipe.seed());
    }

    /** Returns what the parts are, in one line. */
    static String describe(Recipe recipe, Splits splits) {
        return "data " + recipe.data().source() + ": " + splits.train().size() + " samples to train, "
                + splits.validation().size() + " to validate, " + splits.test().size() + " to test, "
                + splits.train().classes().size() + " classes";
    }
}
