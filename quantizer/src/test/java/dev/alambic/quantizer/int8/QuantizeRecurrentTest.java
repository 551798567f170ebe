package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.ModelSize;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeRecurrentTest {

    private static OnnxModel model(String operator, int gates, String direction) {
        Weights weights = new Weights(12);
        int directions = direction.equals("bidirectional") ? 2 : 1;
        String call = "y = %s(x, w, r, b) hidden_size=32 direction='%s'".formatted(operator, direction);
        return GraphText.model("x: float[5, batch, 24]\n" + call + "\nreturn y\n", b -> {
            b.initializer("w", weights.tensor(directions, gates * 32L, 24));
            b.initializer("r", weights.tensor(directions, gates * 32L, 32));
            b.initializer("b", weights.tensor(directions, gates * 64L));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "LSTM, 4, forward, INTEGERS, DynamicQuantizeLSTM",
        "LSTM, 4, bidirectional, INTEGERS, DynamicQuantizeLSTM",
        "LSTM, 4, bidirectional, WEIGHTS, LSTM",
        "GRU, 3, forward, INTEGERS, GRU",
        "GRU, 3, bidirectional, WEIGHTS, GRU",
        "RNN, 1, forward, WEIGHTS, RNN"
    })
    void weightsBecomeBytes(String operator, int gates, String direction, Recurrent form, String expected) {
        OnnxModel model = model(operator, gates, direction);
        var samples = Networks.samples(model, 4, 1);

        OnnxModel made = Quantizer.int8Dynamic(model, Int8Options.defaults().withRecurrent(form))
                .model();

        assertThat(Fused.operators(made)).containsEntry(expected, 1L);
        assertThat(ModelSize.of(made).bytes()).isLessThan(ModelSize.of(model).bytes() * 35 / 100);
        // weights of 127 steps, states of 255; gates squash what comes of it
        assertThat(Fused.error(model, made, samples)).isLessThan(0.03);
    }

    @Test
    void whatIsExcludedStaysAsItIs() {
        OnnxModel model = model("LSTM", 4, "forward");
        Int8Options excluded = Int8Options.defaults().withExcluded(List.of("y"));

        assertThat(Quantizer.int8Dynamic(model, excluded).model().graph().nodes())
                .extracting(Node::opType)
                .containsExactly("LSTM");
        assertThat(Int8Unit.ofDynamic(model, Int8Options.defaults()))
                .extracting(Int8Unit::opType)
                .containsExactly("LSTM");
        assertThat(Quantizer.int8Dynamic(model).model().graph().nodes())
                .extracting(Node::opType)
                .containsExactly("DynamicQuantizeLSTM");
    }

    @Test
    void convBecomesIntegersInDynamicFormIfAsked() {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 4, 255);
        Int8Options options = Int8Options.defaults().withExtras(Set.of(Extra.DYNAMIC_CONV));

        var result = Quantizer.int8Dynamic(model, options);

        assertThat(Fused.operators(result.model())).containsEntry("ConvInteger", 4L);
        assertThat(result.notes()).anyMatch(note -> note.contains("slower than float32"));
        assertThat(Fused.error(model, result.model(), samples)).isLessThan(0.1);
    }
}
