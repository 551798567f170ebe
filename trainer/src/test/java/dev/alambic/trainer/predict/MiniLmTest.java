package dev.alambic.trainer.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.edit.KeptLayers;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The way from a text to a real model of the profile {@code models}. */
@Tag("models")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MiniLmTest {

    private static final String NAME = "all-minilm-l6-v2";

    private OnnxModel model = ModelSource.open(NAME);
    private InputMeaning.Text input = TokenizerSource.open(NAME, 16);

    @BeforeAll
    void theModelSaysWhatItTakes() {
        InputMeaning own = Objects.requireNonNull(ModelInfo.of(model).input());
        assertThat(own).isInstanceOf(InputMeaning.Text.class);
        assertThat(input).isEqualTo(((InputMeaning.Text) own).withLength(16));
    }

    /** The numbers are those of bert-base-uncased, whose vocabulary MiniLM has. */
    @Test
    void textsAreCutAsBertCutsThem() {
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            assertThat(tokenizer.encode(List.of("Hello, world!", "")))
                    .isDeepEqualTo(new int[][] {{101, 7592, 1010, 2088, 999, 102}, {101, 102}});
        }
    }

    /** 1e-5 of the greatest value: the rounding of sums in another order, over six layers. */
    @Test
    void theCompanyOfATextDoesNotChangeWhatTheModelSaysOfIt() {
        List<String> texts = List.of("A mail client", "A game of chess against the computer, in three dimensions");
        ModelInputs inputs = ModelInputs.of(model.graph().requiredInputs(), input);
        try (Tokenizer tokenizer = Tokenizer.of(input);
                Session session = Session.open(model, SessionOptions.defaults())) {
            float[][] samples = tokenizer.samples(texts);
            Tensor alone = run(session, inputs.feeds(samples[0], 1));
            float[] both = new float[32];
            System.arraycopy(samples[0], 0, both, 0, 16);
            System.arraycopy(samples[1], 0, both, 16, 16);
            Tensor together = run(session, inputs.feeds(both, 2));

            assertThat(alone.dims()).containsExactly(1, 5, 384);
            assertThat(together.dims()).containsExactly(2, 13, 384);
            assertThat(Arrays.copyOf(together.floats(), 5 * 384)).containsExactly(alone.floats(), within(3e-5f));
        }
    }

    @Test
    void itsLayersAreFoundAndHalfOfThemKept() {
        assertThat(KeptLayers.of(model))
                .extracting(KeptLayers.Layer::name)
                .containsExactlyElementsOf(IntStream.range(0, 6)
                        .mapToObj(i -> "encoder.layer." + i)
                        .toList());

        OnnxModel half = KeptLayers.keepEverySecond(model);

        ModelInputs inputs = ModelInputs.of(half.graph().requiredInputs(), input);
        try (Tokenizer tokenizer = Tokenizer.of(input);
                Session session = Session.open(half, SessionOptions.defaults())) {
            float[] sample = tokenizer.samples(List.of("A mail client"))[0];
            assertThat(run(session, inputs.feeds(sample, 1)).dims()).containsExactly(1, 5, 384);
        }
        assertThat(half.graph().initializers().keySet())
                .noneMatch(name -> name.matches("encoder.layer.[135][.].*"))
                .anyMatch(name -> name.matches("encoder.layer.4[.].*"));
    }

    private static Tensor run(Session session, Map<String, Tensor> feeds) {
        return Objects.requireNonNull(session.run(feeds).get("last_hidden_state"));
    }
}
