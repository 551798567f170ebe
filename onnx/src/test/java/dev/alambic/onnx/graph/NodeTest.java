package dev.alambic.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeTest {
    private static final Node CONV = Node.of("Conv", List.of("x", "w", "", "extra"), "y")
            .with("group", 2)
            .with("pads", new long[] {1, 1})
            .with("auto_pad", "VALID")
            .with("alpha", 0.5f);

    @Test
    void anEmptyNameIsAnInputLeftOut() {
        assertThat(CONV.input(1)).contains("w");
        assertThat(CONV.input(2)).isEmpty();
        assertThat(CONV.input(3)).contains("extra");
        assertThat(CONV.input(9)).isEmpty();
    }

    @Test
    void attributesAreReadOrLeftOut() {
        assertThat(CONV.intAttribute("group", 1)).isEqualTo(2);
        assertThat(CONV.intAttribute("axis", 7)).isEqualTo(7);
        assertThat(CONV.floatAttribute("alpha", 1)).isEqualTo(0.5f);
        assertThat(CONV.textAttribute("auto_pad", "NOTSET")).isEqualTo("VALID");
        assertThat(CONV.intsAttribute("pads"))
                .hasValueSatisfying(pads -> assertThat(pads).containsExactly(1, 1));
        assertThat(CONV.tensorAttribute("value")).isEmpty();
    }

    @Test
    void anAttributeOfAnotherKindIsABrokenModel() {
        assertThatThrownBy(() -> CONV.intAttribute("pads", 0))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Conv 'y'")
                .hasMessageContaining("attribute pads")
                .hasMessageContaining("an integer");
        assertThatThrownBy(() -> CONV.textAttribute("group", ""))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("a string");
    }

    @Test
    void onlyTheStandardDomainHasStandardOperators() {
        assertThat(CONV.is("Conv")).isTrue();
        assertThat(CONV.withDomain("ai.onnx").is("Conv")).isTrue();
        assertThat(CONV.withDomain("com.microsoft").is("Conv")).isFalse();
    }

    @Test
    void changingLeavesTheNodeAsItWas() {
        Node changed = CONV.with("group", 1).without("pads").renameInputs(name -> name + "'");

        assertThat(changed.intAttribute("group", 0)).isEqualTo(1);
        assertThat(changed.intsAttribute("pads")).isEmpty();
        assertThat(changed.inputs()).containsExactly("x'", "w'", "'", "extra'");
        assertThat(CONV.intAttribute("group", 0)).isEqualTo(2);
        assertThat(CONV).hasToString("y = Conv(x, w, , extra)");
    }

    @Test
    void messagesCallANamelessNodeByItsOutput() {
        assertThat(CONV.withName("first").label()).isEqualTo("Conv 'first'");
        assertThat(CONV.withName("").label()).isEqualTo("Conv 'y'");
    }

    @Test
    void subgraphsAreFoundAmongTheAttributes() {
        Graph body = GraphText.graph("b = Neg(outer)\nreturn b");
        Node loop = Node.of("Loop", List.of("n"), "r")
                .with("body", body)
                .with("others", new Attribute.OfGraphs(List.of(body, body)));

        assertThat(CONV.subgraphs()).isEmpty();
        assertThat(loop.subgraphs()).hasSize(3);
    }
}
