package dev.alambic.workbench.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.workbench.Models;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphsTest {
    @TempDir
    private Path folder;

    private final Graphs graphs = new Graphs();

    private Shelved deep(int nodes) {
        Path file = Models.deep(folder.resolve("deep.onnx"), nodes);
        return Shelf.of(List.of(file), folder).named("models");
    }

    private static int count(String svg, String mark) {
        return svg.split(mark, -1).length - 1;
    }

    @Test
    void beginsFoldedAndOpensWhatIsAskedFor() {
        Shelved models = deep(400);
        Drawn first = graphs.draw(models, "deep", null);
        assertThat(first.nodes()).isEqualTo(400);
        assertThat(first.blocks()).isEqualTo(20 + 100);
        assertThat(count(first.svg(), "<g class=\"item\"")).isZero();
        assertThat(count(first.svg(), "<g class=\"block item\"")).isBetween(20, 60);

        Drawn folded = graphs.draw(models, "deep", List.of());
        assertThat(folded.open()).isEmpty();
        assertThat(count(folded.svg(), "<g class=\"block item\"")).isEqualTo(20);
        assertThat(folded.svg()).contains(">layer.0<", ">20 nodes<");
        assertThat(count(folded.svg(), "class=\"flow\"")).isEqualTo(21);

        Drawn one = graphs.draw(models, "deep", List.of(2)); // a part, so the layer around it opens too
        assertThat(one.open()).containsExactly(1, 2);
        assertThat(count(one.svg(), "<g class=\"item\"")).isEqualTo(4);
        assertThat(one.svg()).contains("MatMul &#39;/layer.0/part.0/MatMul&#39;", ">4 × 4<");

        Drawn all = graphs.draw(models, "deep", List.of(-1));
        assertThat(count(all.svg(), "<g class=\"item\"")).isEqualTo(400);
        assertThat(count(all.svg(), "class=\"flow\"")).isEqualTo(4 * 100 + 1 + 100);
    }

    @Test
    void nodesSideBySideWithoutBlocksBecomeStretches() {
        Block root = Block.of(IntStream.range(0, 100).mapToObj(i -> "n" + i).toList());
        assertThat(root.items()).isEqualTo(3);
        assertThat(root.blocks().get(1).name()).isEqualTo("nodes 40 to 79");
        assertThat(root.size()).isEqualTo(100);
        Block few = Block.of(List.of("a/b/Conv", "a/b/Relu", "a/c/Relu", "d"));
        assertThat(few.items()).isEqualTo(2);
        assertThat(few.blocks().get(0).items())
                .as("a block of one node is that node")
                .isEqualTo(2);
    }

    @Test
    void nodesAreFoundAndTold() {
        Shelved models = deep(40);
        List<Graphs.Found> found = graphs.find(models, "deep", "part.1/relu");
        assertThat(found)
                .extracting(Graphs.Found::name)
                .containsExactly("/layer.0/part.1/Relu", "/layer.1/part.1/Relu");
        assertThat(found.get(0).blocks()).containsExactly(1, 3);
        assertThat(graphs.find(models, "deep", " ")).isEmpty();

        NodeFacts facts = graphs.facts(models, "deep", 0);
        assertThat(facts.operator()).isEqualTo("MatMul");
        assertThat(facts.weights()).isEqualTo("16 float32, 75.0 % zeros");
        assertThat(facts.inputs().get(1).what()).isEqualTo("constant, float32 4 × 4");
        assertThat(facts.outputs().get(0).what()).contains("batch");
        assertThatThrownBy(() -> graphs.facts(models, "deep", 40)).isInstanceOf(Refusal.class);
    }

    @Test
    void zerosAndFamiliesAreColours() {
        String svg = graphs.draw(deep(40), "deep", List.of(-1)).svg();
        assertThat(svg)
                .contains("data-operator=\"product\" data-precision=\"float32\" data-sparsity=\"3\" data-time=\"-1\"")
                .contains("data-operator=\"activation\" data-precision=\"none\" data-sparsity=\"-1\"");
    }

    @Test
    void moreThanCanBeDrawnIsRefused() {
        Shelved models = deep(GraphPlan.MOST_ITEMS + 40);
        assertThatThrownBy(() -> graphs.draw(models, "deep", List.of(-1))).hasMessageContaining("too much to draw");
        assertThat(graphs.draw(models, "deep", null).open()).isEmpty();
    }
}
