package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.message.Nearest;
import org.junit.jupiter.api.Test;

class ValueNamesTest {

    private static final Graph GRAPH = GraphText.graph("""
            x: float[batch, 4]
            /layer.0/output = Relu(x)
            last_hidden_state = Tanh(/layer.0/output)
            return last_hidden_state
            """);

    @Test
    void valuesAreWhatNodesCompute() {
        assertThat(ValueNames.of(GRAPH)).containsExactly("/layer.0/output", "last_hidden_state");
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> ValueNames.require(GRAPH, "last_hiden_state"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 'last_hiden_state': no node of the model computes it, did you mean"
                        + " [last_hidden_state]?");
    }

    @Test
    void aPartOfANameFindsIt() {
        assertThat(Nearest.several("Layer.0", ValueNames.of(GRAPH))).containsExactly("/layer.0/output");
    }

    @Test
    void aNameThatIsFarFromAllIsAnsweredWithTheOutputs() {
        assertThatThrownBy(() -> ValueNames.require(GRAPH, "pooler"))
                .hasMessage("value 'pooler': no node of the model computes it (outputs: last_hidden_state)");
    }
}
