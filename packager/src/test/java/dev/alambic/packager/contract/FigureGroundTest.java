package dev.alambic.packager.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.manifest.Step;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FigureGroundTest {
    private static final ImageForm FORM = Objects.requireNonNull(ImageForm.of(new InputMeaning.Image(1, 3, 3, -1, 1)));

    private static Tensor picture(float... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] * 2 - 1;
        }
        return Tensor.ofFloats(values, 1, 1, 3, 3);
    }

    private static final Tensor STROKE = picture(0, 1, 0, 0.05f, 0.9f, 0, 0.1f, 1, 0);
    private static final Tensor INK = picture(1, 0, 1, 1, 0.1f, 1, 0.95f, 0, 1);
    private static final Tensor PHOTO = picture(0.3f, 0.6f, 0.9f, 0.4f, 0.5f, 0.2f, 0.1f, 0.7f, 0.8f);
    private static final Tensor BLACK = picture(0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Test
    void strokesOnBlackAreLightOnDark() {
        assertThat(FigureGround.of(FORM, List.of(STROKE, STROKE, STROKE))).hasValue(new Step.Ground("light", "dark"));
    }

    @Test
    void inkOnPaperIsDarkOnLight() {
        assertThat(FigureGround.of(FORM, List.of(INK, INK, INK))).hasValue(new Step.Ground("dark", "light"));
    }

    @Test
    void nothingIsSaidOfPicturesThatDifferOfFewOrOfColours() {
        for (Tensor other : List.of(INK, PHOTO, BLACK, Tensor.ofFloats(new float[18], 2, 1, 3, 3))) {
            assertThat(FigureGround.of(FORM, List.of(STROKE, STROKE, STROKE, other)))
                    .isEmpty();
        }
        assertThat(FigureGround.of(FORM, List.of(STROKE, STROKE))).isEmpty();
        assertThat(FigureGround.of(FORM, List.of())).isEmpty();
        ImageForm colours = Objects.requireNonNull(ImageForm.of(new InputMeaning.Image(3, 3, 3, 0, 1)));
        assertThat(FigureGround.of(colours, Collections.nCopies(3, Tensor.ofFloats(new float[27], 1, 3, 3, 3))))
                .isEmpty();
    }
}
