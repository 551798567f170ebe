package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes whose student starts from what is left of its teacher. */
class StudentOfTeacherPipelineTest {

    private static final String TEACHER = """
            name: offspring
            data: {source: digits}
            teacher:
              network:
                type: cnn
                layers:
                  - {type: conv, filters: 16}
                  - {type: residual, layers: [{type: conv, filters: 16}]}
                  - {type: residual, layers: [{type: conv, filters: 16}]}
                  - {type: residual, layers: [{type: conv, filters: 16}]}
                  - {type: globalAveragePool}
                  - {type: linear}
              training: {epochs: 2, optimizer: {type: adam, learningRate: 5e-3}}
            """;

    @TempDir
    private Path folder;

    private static Recipe recipe(String student) {
        return RecipeReader.read(new RecipeSource("of.yaml", TEACHER + student, Optional.empty()), List.of());
    }

    private RunFolder run(Recipe recipe) {
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);
        Splits splits = RunData.of(recipe);
        new Pipeline(run, splits, EngineOptions.defaults().withThreads(1), Listener.NONE).student();
        return run;
    }

    private static long parameters(RunFolder run, String name) {
        return WeightCount.of(OnnxModel.read(run.model(name))).count();
    }

    @Test
    void everySecondLayerOfTheTeacherIsTrainedFurther() {
        RunFolder run = run(recipe("""
                student:
                  network: {type: teacher, layers: everySecond}
                  training: {epochs: 1, optimizer: {type: adam, learningRate: 1e-3}}
                  distill: {temperature: 4}
                """));

        long layer = 16 * 16 * 9 + 16;
        assertThat(parameters(run, "teacher") - parameters(run, "student")).isBetween(layer, layer + 4 * 16);
    }

    @Test
    void halfOfTheChannelsGoInAllLayersThatShareThem() {
        RunFolder run = run(recipe("""
                student:
                  network: {type: teacher, layers: [0, 1], channels: 0.5}
                  training: {epochs: 1, optimizer: {type: adam, learningRate: 1e-3}}
                  distill: {temperature: 4}
                """));

        // 8 channels are left: 1*8*9, two times 8*8*9, 8*10 + 10, and biases or norms
        assertThat(parameters(run, "student")).isBetween(1314L, 1314L + 5 * 3 * 8);
    }

    @Test
    void aListOfLayersIsWrittenAsItIsRead() {
        Recipe recipe = recipe("student: {network: {type: teacher, layers: [2, 0]}, distill: {temperature: 4}}");

        assertThat(RecipeReader.read(
                        new RecipeSource("again.yaml", RecipeReader.write(recipe), Optional.empty()), List.of()))
                .isEqualTo(recipe);
    }

    @Test
    void whatIsOutOfRangeIsSaidWhereItStands() {
        assertThatThrownBy(() -> recipe("student: {network: {type: teacher, channels: 1.5}}"))
                .hasMessageContaining("of.yaml:")
                .hasMessageContaining(
                        "key 'student.network.channels': channels: out of range (expected above 0 and below"
                                + " 1, was 1.5)");
        assertThatThrownBy(() -> recipe("student: {network: {type: teacher, layers: [0, 0]}}"))
                .hasMessageContaining("layers: out of range (expected each once, was [0, 0])");
    }
}
