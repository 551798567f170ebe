package dev.alambic.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final Tensor PADS = Tensor.ofLongs(new long[] {1, 1}, 2);
    private static final Tensor FILL = Tensor.scalar(0f);

    /** Pads along a given width unless the caller says otherwise, with a value that nobody can change. */
    private static final Graph GRAPH = GraphText.graph("""
            x: float[n]
            pads: int64[2]
            p = Pad(x, pads, fill)
            y, m = Dropout(p)
            return y
            """, b -> {
        b.initializer("pads", PADS);
        b.initializer("fill", FILL);
    });

    private static Node pad() {
        return GRAPH.nodes().get(0);
    }

    @Test
    void anInitializerThatNoCallerCanOverrideIsConstant() {
        assertThat(GRAPH.constant("fill")).contains(FILL);
        assertThat(GRAPH.constant(pad(), 2)).contains(FILL);
        assertThat(GRAPH.floatConstant(pad(), 2)).contains(FILL);
    }

    @Test
    void freshNamesAreThoseOfNoInputAndNoNode() {
        Graph graph = GraphText.graph("x: float[2]\nx_q: float[2]\nh = Relu(x)\ny = Add(h, x_q)\nreturn y")
                .edit(b -> b.nodes(List.of(
                        Node.of("Relu", List.of("x"), "h").withName("h_q"), Node.of("Add", List.of("h", "x_q"), "y"))));

        Graph written = graph.rewrite((out, node) -> {
            out.node("Neg", List.of("x"), "x_q");
            out.node("Neg", List.of("x"), "h_q");
            out.node(node);
        });

        assertThat(written.nodes())
                .extracting(Node::output)
                .containsExactly("x_q_1", "h_q_1", "h", "x_q_2", "h_q_2", "y");
    }

    @Test
    void ofTwoNodesThatAreCalledAlikeOneLosesItsName() {
        Graph graph = GraphText.graph("x: float[2]\na = Relu(x)\nb = Neg(a)\nreturn b")
                .edit(b -> b.nodes(List.of(
                        Node.of("Relu", List.of("x"), "a").withName("b"),
                        Node.of("Neg", List.of("a"), "b").withName("n"))));

        // what takes the place of a node is called by what it writes
        Graph written = graph.rewrite(
                (out, node) -> out.node(node.is("Neg") ? Node.of("Abs", node.inputs(), node.output()) : node));

        assertThat(written.nodes()).extracting(Node::name).containsExactly("b", "");
    }

    @Test
    void theDefaultOfAnInputIsNot() {
        assertThat(GRAPH.initializer("pads")).contains(PADS);
        assertThat(GRAPH.constant("pads")).isEmpty();
        assertThat(GRAPH.constant(pad(), 1)).isEmpty();
    }

    @Test
    void whatIsComputedLeftOutOrUnknownIsNot() {
        assertThat(GRAPH.constant("p")).isEmpty();
        assertThat(GRAPH.constant(pad(), 3)).isEmpty();
        assertThat(GRAPH.constant("nobody")).isEmpty();
    }

    @Test
    void integersAreNoFloatConstants() {
        Graph fixed = GRAPH.edit(b -> b.inputs(GRAPH.requiredInputs()));

        assertThat(fixed.constant(pad(), 1)).contains(PADS);
        assertThat(fixed.floatConstant(pad(), 1)).isEmpty();
    }

    @Test
    void onlyInputsWithoutADefaultMustBeFed() {
        assertThat(GRAPH.isInput("pads")).isTrue();
        assertThat(GRAPH.isInput("fill")).isFalse();
        assertThat(GRAPH.requiredInputs()).extracting(ValueInfo::name).containsExactly("x");
    }

    @Test
    void theIndexKnowsWhoWritesAndWhoReads() {
        GraphIndex index = GRAPH.index();

        assertThat(index.producer("m")).contains(GRAPH.nodes().get(1));
        assertThat(index.producer("x")).isEmpty();
        assertThat(index.soleConsumer("p")).contains(GRAPH.nodes().get(1));
        assertThat(index.soleConsumer("y")).as("the graph returns it").isEmpty();
        assertThat(index.isUsed("m")).isFalse();
    }

    @Test
    void whatASubgraphTakesFromOutsideIsReadByItsNode() {
        Graph body = GraphText.graph("b = Add(outer, inner)\nreturn b", b -> b.initializer("inner", FILL));
        Node branch = Node.of("If", List.of("c"), "r").with("then_branch", body).with("else_branch", body);

        assertThat(GraphIndex.reads(branch)).containsExactlyInAnyOrder("c", "outer");
    }

    @Test
    void freshNamesAreNoOnesYet() {
        GRAPH.edit(b -> {
            assertThat(b.fresh("q")).isEqualTo("q");
            assertThat(b.fresh("q")).isEqualTo("q_1");
            assertThat(List.of(b.fresh("x"), b.fresh("pads"), b.fresh("m"))).containsExactly("x_1", "pads_1", "m_1");
        });
    }

    @Test
    void rewritingPassesOnDropsOrReplaces() {
        Graph made = GRAPH.rewrite((out, node) -> {
            if (node.is("Pad")) {
                out.node(node.withInputs(List.of("x", "pads")));
            }
        });

        assertThat(made.nodes()).singleElement().extracting(Node::inputs).isEqualTo(List.of("x", "pads"));
        assertThat(made.inputs()).isEqualTo(GRAPH.inputs());
    }
}
