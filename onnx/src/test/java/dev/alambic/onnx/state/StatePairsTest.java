package dev.alambic.onnx.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatePairsTest {

    /** Takes {@code x} and a state of 4 numbers, and gives {@code y} and the state. */
    private static Graph graph(String in, String out) {
        return GraphText.graph(("""
            x: float[batch, 4]
            IN: float[batch, 4]
            y = Relu(x)
            OUT = Add(x, IN)
            return y: float[batch, 4]; OUT: float[batch, 4]
            """).replace("IN", in).replace("OUT", out));
    }

    private static String recognized(Graph graph) {
        return RecognizedStates.of(graph).text();
    }

    @ParameterizedTest
    @CsvSource({
        "h, hn",
        "h0, hn",
        "h_0, h_n",
        "h_in, h_out",
        "hx, hy",
        "state, stateN",
        "state, new_state",
        "in_state, out_state",
        "state_0, new_state_0",
        "c_in, c_out",
        "past_key_values.0.key, present.0.key",
        "past_key_values.3.decoder.value, present.3.decoder.value",
        "past_key_self_1, present_key_self_1",
        "past, present",
        "cache_last_channel, cache_last_channel_next",
        "cached_key_0, new_cached_key_0",
        "processed_lens, new_processed_lens",
        "gru_buf_in, gru_buf_out",
        "prev_mask, next_mask",
    })
    void isRecognizedByItsName(String in, String out) {
        assertThat(recognized(graph(in, out))).isEqualTo(in + "=" + out);
    }

    @ParameterizedTest
    @CsvSource({
        "audio_in, audio_out",
        "input, output",
        "mask, y2",
        "input_image, output_image",
        "hidden_states, last_hidden_embedding",
        "present.0.key, past_key_values.0.key",
        "state_0, new_state_1",
        "encoder_state, decoder_state",
    })
    void isNotGuessed(String in, String out) {
        assertThat(recognized(graph(in, out))).isEqualTo("none");
    }

    @Test
    void isRecognizedByTheOperatorWhoseItIs() {
        Graph graph = GraphText.graph("""
            x: float[1, batch, 4]
            input.7: float[1, batch, 8]
            y, last = GRU(x, w, r, , , input.7) hidden_size=8
            return y; last: float[1, batch, 8]
            """);

        assertThat(recognized(graph)).isEqualTo("input.7=last");
    }

    @Test
    void whatFitsTwiceIsNotGuessed() {
        assertThat(recognized(GraphText.graph("""
            x: float[4]
            h: float[4]
            hn = Add(x, h)
            h_out = Mul(x, h)
            return hn: float[4]; h_out: float[4]
            """))).isEqualTo("none");
        assertThat(recognized(GraphText.graph("""
            x: float[4]
            h: float[4]
            h_in: float[4]
            y = Add(x, h)
            hn = Mul(y, h_in)
            return y: float[4]; hn: float[4]
            """))).isEqualTo("none");
    }

    @Test
    void anotherTypeOrShapeIsNoState() {
        assertThat(recognized(GraphText.graph("""
            x: float[4]
            h: float[1, 4]
            hn = Add(x, h)
            return hn: float[2, 4]
            """))).isEqualTo("none");
    }

    @Test
    void aModelOfStatesAloneHasNone() {
        assertThat(recognized(GraphText.graph("h: float[4]\nhn = Relu(h)\nreturn hn: float[4]")))
                .isEqualTo("none");
    }

    @Test
    void isToldByTheMetadata() {
        OnnxModel model = OnnxModel.of(graph("a", "b"), 17);

        assertThat(StatePairs.of(model)).isEqualTo(StatePairs.NONE);
        assertThat(StatePairs.of(model.withMetadata(ModelMetadata.STATE, "a=b")).pairs())
                .containsExactly(new StatePair("a", "b"));
        assertThat(StatePairs.of(OnnxModel.of(graph("h", "hn"), 17).withMetadata(ModelMetadata.STATE, "none"))
                        .isEmpty())
                .isTrue();
        assertThat(StatePairs.of(OnnxModel.of(graph("h", "hn"), 17).withMetadata(ModelMetadata.STATE, "ready"))
                        .text())
                .as("another program's entry")
                .isEqualTo("h=hn");
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearest() {
        Graph graph = graph("hidden", "hidden_new");

        assertThatThrownBy(() -> StatePairs.parse(List.of("hiden=hidden_new"), graph))
                .hasMessage("the model has no input 'hiden', did you mean 'hidden'?");
        assertThatThrownBy(() -> StatePairs.parse(List.of("hidden=hidden_now"), graph))
                .hasMessage("the model has no output 'hidden_now', did you mean 'hidden_new'?");
        assertThatThrownBy(() -> StatePairs.parse(List.of("hidden"), graph))
                .hasMessage("expected input=output or none, was 'hidden'");
        assertThatThrownBy(() -> StatePairs.parse(List.of("hidden=y", "hidden=hidden_new"), graph))
                .hasMessage("input 'hidden' is paired once (was twice)");
    }

    @Test
    void aSequenceBeginsWithZerosOfTheBatch() {
        Graph graph = GraphText.graph("""
            x: float[batch, 4]
            h: float[2, N, 3]
            past.0.key: float[batch, 2, length, 8]
            hn = Identity(h)
            present.0.key = Identity(past.0.key)
            return hn: float[2, N, 3]; present.0.key: float[batch, 2, length + 1, 8]
            """);
        StatePairs pairs = RecognizedStates.of(graph);

        Map<String, Tensor> step = pairs.begun(graph, Map.of("x", Tensor.ofFloats(new float[12], 3, 4)));

        assertThat(Objects.requireNonNull(step.get("h")).dims()).containsExactly(2, 3, 3);
        assertThat(Objects.requireNonNull(step.get("past.0.key")).dims()).containsExactly(3, 2, 0, 8);
        assertThat(pairs.isGrowing(graph)).isTrue();
        assertThat(pairs.said()).isEqualTo("state: h -> hn, past.0.key -> present.0.key, carried from call to call");
        assertThat(pairs.continued(step)).containsOnlyKeys("x");
    }
}
