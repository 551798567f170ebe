package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.ExportSpec;
import dev.alambic.run.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/** The data of a run as each of its models takes them: in tokens of its own, where its vocabulary was cut. */
final class ModelSplits {

    private final RunFolder folder;
    private final Recipe recipe;
    private final Splits splits;
    private @Nullable Splits cut;

    /** @param splits as the models take them that are trained */
    ModelSplits(RunFolder folder, Recipe recipe, Splits splits) {
        this.folder = folder;
        this.recipe = recipe;
        this.splits = splits;
    }

    /** Returns the name of the model whose vocabulary is cut, and of which smaller forms are made. */
    static String last(Recipe recipe) {
        return recipe.student() == null ? ModelNames.TEACHER : ModelNames.STUDENT;
    }

    /** Returns the same samples in the same parts, as the model of this name takes them, which is there. */
    Splits of(String model) {
        boolean whole = recipe.export().vocabulary() == ExportSpec.Vocabulary.ALL;
        if (whole || (recipe.student() != null && model.equals(ModelNames.TEACHER))) {
            return splits;
        }
        if (cut == null) {
            OnnxModel last = OnnxModel.read(folder.model(last(recipe)));
            cut = ModelInfo.of(last).input() instanceof InputMeaning.Text text ? RunData.cutAs(recipe, text) : splits;
        }
        return cut;
    }

    Dataset test(String model) {
        return of(model).test();
    }
}
