package dev.alambic.quantizer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import java.util.List;

/** Runs one pass as tests want it: checked by the pipeline, and once more to see that it has nothing left to do. */
public final class Passes {

    private Passes() {}

    /** Returns what {@code pass} makes of {@code model}. */
    public static OnnxModel run(Pass pass, OnnxModel model) {
        Pipeline pipeline = Pipeline.of(List.of(pass));
        OnnxModel made = pipeline.run(model).model();
        assertThat(pipeline.run(made).model())
                .as("a second run changes nothing")
                .isEqualTo(made);
        assertThat(pipeline.run(model).model())
                .as("the same input gives the same model")
                .isEqualTo(made);
        return made;
    }
}
