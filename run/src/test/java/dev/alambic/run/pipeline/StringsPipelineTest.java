package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
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

/** Models that take texts, written beside the others. */
class StringsPipelineTest {

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
