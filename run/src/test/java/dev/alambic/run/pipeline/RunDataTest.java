package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.DataSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunDataTest {
    private static final InputMeaning.Image DIGITS = new InputMeaning.Image(1, 8, 8, 0, 16);

    @TempDir
    private Path folder;

    /** Writes a classifier of digits, which may say what it takes. */
    private String model(@Nullable InputMeaning said) {
        OnnxModel model = OnnxModel.of(
                Graph.build("digits", b -> {
                    b.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 1, 8, 8)));
                    b.initializer("w", Tensor.filled(DataType.FLOAT, () -> 0.01, 64, 10));
                    b.node(Node.of("Flatten", List.of("x"), "f"));
                    b.node(Node.of("MatMul", List.of("f", "w"), "y"));
                    b.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 10)));
                }),
                17);
        Path file = folder.resolve("digits.onnx");
        (said == null ? model : ModelInfo.of(model).withInput(said).applyTo(model)).write(file);
        return file.toString();
    }

    private static Recipe recipe(TeacherSpec teacher, DataSpec.Pixels pixels) {
        return Recipe.defaults()
                .withData(DataSpec.defaults().withSource("digits").withPixels(pixels))
                .withTeacher(teacher);
    }

    private static TeacherSpec brought(String file) {
        TeacherSpec plain = TeacherSpec.defaults();
        return new TeacherSpec(file, plain.network(), plain.training());
    }

    private static float greatest(Dataset data) {
        float greatest = 0;
        float[] sample = new float[data.sampleSize()];
        for (int i = 0; i < data.size(); i++) {
            data.copySample(i, sample, 0);
            for (float value : sample) {
                greatest = Math.max(greatest, value);
            }
        }
        return greatest;
    }

    @ParameterizedTest
    @CsvSource({"UNIT, 1", "BYTE, 255"})
    void aTeacherThatSaysNothingIsFedAsItIsEvaluated(DataSpec.Pixels pixels, float white) {
        Dataset train = RunData.of(recipe(brought(model(null)), pixels)).train();

        assertThat(train.input()).isEqualTo(new InputMeaning.Image(1, 8, 8, 0, white));
        assertThat(greatest(train)).isEqualTo(white);
        assertThat(train.notes()).singleElement().asString().contains("pixels are 0 to " + (int) white);
    }

    @Test
    void soIsAModelThatIsTrainedFurther() {
        TeacherSpec further = new TeacherSpec(
                null, NetworkSpec.onnx(model(null)), TeacherSpec.defaults().training());
        assertThat(greatest(RunData.of(recipe(further, DataSpec.Pixels.UNIT)).train()))
                .isEqualTo(1);
    }

    @Test
    void aModelThatSaysWhatItTakesIsFedThat() {
        Dataset train =
                RunData.of(recipe(brought(model(DIGITS)), DataSpec.Pixels.UNIT)).train();

        assertThat(train.input()).isEqualTo(DIGITS);
        assertThat(train.notes()).isEmpty();
    }

    @Test
    void aVocabularyBesideAModelOfTextsIsRefused() {
        String texts = model(new InputMeaning.Text(8, 0, "{}"));
        Recipe recipe = Recipe.defaults()
                .withData(DataSpec.defaults().withSource("debian-topics").withVocabulary(100))
                .withTeacher(brought(texts));

        assertThatThrownBy(() -> RunData.of(recipe))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("data.vocabulary: the model that the recipe brings says how texts are cut");
    }
}
