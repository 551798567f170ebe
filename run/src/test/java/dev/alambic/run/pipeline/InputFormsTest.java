package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.answer.Classifier;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.ExportSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that take texts or bytes, written beside the others. */
class InputFormsTest {

    @TempDir
    private Path folder;

    private static Recipe recipe(String source) {
        return RecipeReader.read(
                new RecipeSource("towns.yaml", """
                    name: towns
                    data: {source: SOURCE}
                    teacher: {network: {type: mlp, hidden: [6]}, training: {epochs: 2}}
                    export: {strings: true}
                    variants: {fp16: none, int8: dynamic}
                    """.replace("SOURCE", source), Optional.empty()), List.of());
    }

    private static Pipeline pipeline(RunFolder run, Recipe recipe) {
        return new Pipeline(run, RunData.of(recipe), EngineOptions.defaults().withThreads(1), event -> {});
    }

    @Test
    void eachFormIsWrittenOnceMoreTakingTexts() throws IOException {
        Path table = folder.resolve("towns.csv");
        Files.writeString(table, "town,age,answer\n" + "Ulm,1,yes\nBonn,3,no\n".repeat(20));
        Recipe recipe = recipe(table.toString());
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);

        assertThat(pipeline(run, recipe).quality()).containsOnlyKeys("teacher", "teacher-stripped", "teacher-int8");
        for (String form : List.of("teacher", "teacher-stripped", "teacher-int8")) {
            OnnxModel model = OnnxModel.read(run.model(form + "-strings"));
            assertThat(ModelInfo.of(model).columns()).containsExactly("town", "age");
        }
        Path last = run.model("teacher-int8-strings");
        Files.delete(last);
        pipeline(run, recipe).quality();
        assertThat(last).isRegularFile();
    }

    @Test
    void eachFormOfAModelOfPicturesIsWrittenOnceMoreTakingBytes() {
        Recipe recipe = RecipeReader.read(new RecipeSource("digits.yaml", """
                    name: digits
                    data: {source: digits}
                    teacher: {network: {type: mlp, hidden: [6]}, training: {epochs: 1}}
                    export: {bytes: true}
                    variants: {fp16: storage, int8: dynamic}
                    """, Optional.empty()), List.of());
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);

        pipeline(run, recipe).quality();

        for (String form : List.of("teacher", "teacher-stripped", "teacher-fp16", "teacher-int8")) {
            OnnxModel model = OnnxModel.read(run.model(form + "-bytes"));
            assertThat(model.graph().inputs()).hasToString("[pixels: uint8[batch, 8, 8, 1]]");
            try (Classifier classifier = Classifier.open(model, SessionOptions.defaults())) {
                assertThat(classifier.predict(new float[64]).probabilities()).hasSize(10);
            }
        }
    }

    @Test
    void dataWithoutPicturesHaveNoBytes() {
        Recipe recipe = recipe("iris").withExport(new ExportSpec(17, false, true, ExportSpec.Vocabulary.ALL));
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);

        assertThatThrownBy(() -> pipeline(run, recipe).quality())
                .isInstanceOf(UsageException.class)
                .hasMessage("recipe: export.bytes is for pictures (the input of iris is of kind table)");
    }

    @Test
    void dataWithoutTextsAreRefusedBeforeAnythingIsTrained() {
        Recipe recipe = recipe("iris");
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);

        assertThatThrownBy(() -> pipeline(run, recipe).quality())
                .isInstanceOf(UsageException.class)
                .hasMessage("recipe: export.strings is for tables with categories (the input of iris is a table of"
                        + " numbers)");
        assertThat(run.hasModel("teacher")).isFalse();
    }
}
