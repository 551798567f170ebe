package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.quantizer.Quantizer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sizes that exporters compute from the shapes of other values do not keep channels from being cut. */
class ShapeArithmeticTest {
    private static final Map<String, Long> SIZES = Map.of("batch", 3L, "seq", 5L);

    private final Weights weights = new Weights(37);

    private static Tensor longs(long... values) {
        return Tensor.ofLongs(values, values.length);
    }

    /** Cuts half of all that can be cut, compares with masked weights, and returns what was made. */
    private static OnnxModel halved(OnnxModel model) {
        ChannelPruning options = ChannelPruning.defaults()
                .withTarget(new PruningTarget.Ratio(0.5))
                .withWidths(new Widths(1, 1));
        PrunePlan plan = ChannelPruner.plan(model, options);
        OnnxModel pruned = Quantizer.prune(model, plan).model();
        Map<String, Tensor> inputs = RandomInputs.of(model, SIZES, 7);
        assertThat(Agreement.between(Masked.of(model, plan.cuts()), pruned, inputs)
                        .relative())
                .as("the order of some tens of additions\n%s", plan)
                .isLessThan(1e-5);
        return pruned;
    }

    private static long[] dims(OnnxModel model, String weight) {
        return model.graph().initializer(weight).orElseThrow().dims();
    }

    private static Optional<String> fixed(OnnxModel model, String group) {
        return DependencyGraph.of(model).groups().stream()
                .filter(each -> each.name().equals(group))
                .findFirst()
                .filter(ChannelGroup::isFixed)
                .map(ChannelGroup::fixed);
    }

    /** What GPT-2's exporter writes around each of its products. */
    @Test
    void aListJoinedOfExtentsAndAWidthFollowsTheWidth() {
        OnnxModel model = GraphText.model("""
                x: float[batch, seq, 6]
                shape = Shape(x)
                b = Gather(shape, zero)
                s = Gather(shape, one)
                b1 = Unsqueeze(b, first)
                s1 = Unsqueeze(s, first)
                wide = Concat(b1, s1, eight) axis=0
                flat = Reshape(x, rows)
                h = Gemm(flat, w, bias)
                seen = Reshape(h, wide)
                a = Relu(seen)
                again = Reshape(a, rows8)
                y = Gemm(again, v)
                return y
                """, b -> {
            b.initializer("zero", Tensor.scalar(0L));
            b.initializer("one", Tensor.scalar(1L));
            b.initializer("first", longs(0));
            b.initializer("eight", longs(8));
            b.initializer("rows", longs(-1, 6));
            b.initializer("rows8", longs(-1, 8));
            b.initializer("w", weights.tensor(6, 8));
            b.initializer("bias", weights.tensor(8));
            b.initializer("v", weights.tensor(8, 2));
        });

        OnnxModel made = halved(model);

        assertThat(dims(made, "w")).containsExactly(6, 4);
        assertThat(made.graph().nodes()).noneMatch(node -> node.is("Where"));
    }

    @Test
    void aListThatIsComputedAsAWholeFollowsTheWidthToo() {
        OnnxModel model = GraphText.model("""
                x: float[batch, seq, 6]
                shape = Shape(x)
                wide = Add(shape, more)
                flat = Reshape(x, rows)
                h = MatMul(flat, w)
                seen = Reshape(h, wide)
                y = MatMul(seen, v)
                return y
                """, b -> {
            b.initializer("more", longs(0, 0, 2));
            b.initializer("rows", longs(-1, 6));
            b.initializer("w", weights.tensor(6, 8));
            b.initializer("v", weights.tensor(8, 2));
        });

        assertThat(dims(halved(model), "w")).containsExactly(6, 4);
    }

    /** What ViT's exporter writes for its class token. */
    @Test
    void aTokenThatIsExpandedOverTheBatchIsCutWithTheRest() {
        OnnxModel model = GraphText.model("""
                x: float[batch, seq, 6]
                shape = Shape(x)
                b = Gather(shape, zero)
                b1 = Unsqueeze(b, first)
                sizes = Concat(b1, minus, minus) axis=0
                asked = Equal(sizes, wild)
                target = Where(asked, ones, sizes)
                tokens = Expand(token, target)
                h = MatMul(x, w)
                all = Concat(tokens, h) axis=1
                y = MatMul(all, v)
                return y
                """, b -> {
            b.initializer("zero", Tensor.scalar(0L));
            b.initializer("first", longs(0));
            b.initializer("minus", longs(-1));
            b.initializer("wild", longs(-1, -1, -1));
            b.initializer("ones", longs(1, 1, 1));
            b.initializer("token", weights.tensor(1, 1, 8));
            b.initializer("w", weights.tensor(6, 8));
            b.initializer("v", weights.tensor(8, 2));
        });

        OnnxModel made = halved(model);

        assertThat(dims(made, "token")).containsExactly(1, 1, 4);
        assertThat(dims(made, "w")).containsExactly(6, 4);
    }

    /** What sentence-transformers' exporters write to average over words. */
    @Test
    void aMaskExpandedToTheExtentsOfAValueIsCutWithIt() {
        OnnxModel model = GraphText.model("""
                x: float[batch, seq, 6]
                mask: float[batch, seq]
                h = MatMul(x, w)
                column = Unsqueeze(mask, last)
                shape = Shape(h)
                asked = Equal(shape, wild)
                target = Where(asked, ones, shape)
                wide = Expand(column, target)
                kept = Mul(h, wide)
                sum = ReduceSum(kept, second) keepdims=0
                y = MatMul(sum, v)
                return y
                """, b -> {
            b.initializer("last", longs(-1));
            b.initializer("second", longs(1));
            b.initializer("wild", longs(-1, -1, -1));
            b.initializer("ones", longs(1, 1, 1));
            b.initializer("w", weights.tensor(6, 8));
            b.initializer("v", weights.tensor(8, 2));
        });

        assertThat(dims(halved(model), "w")).containsExactly(6, 4);
    }

    private OnnxModel shuffled(int groups) {
        return GraphText.model("""
                x: float[batch, 3, 4, 4]
                a = Conv(x, w1)
                r = Relu(a)
                c = Conv(r, w2) group=%s
                parts = Reshape(c, grouped)
                turned = Transpose(parts) perm=[0,2,1,3,4]
                mixed = Reshape(turned, joined)
                y = Conv(mixed, w3)
                return y
                """.replace("%s", Integer.toString(groups)), b -> {
            b.initializer("w1", weights.tensor(8, 3, 1, 1));
            b.initializer("w2", weights.tensor(8, 8 / groups, 1, 1));
            b.initializer("w3", weights.tensor(2, 8, 1, 1));
            b.initializer("grouped", longs(0, 2, 4, 4, 4));
            b.initializer("joined", longs(0, 8, 4, 4));
        });
    }

    /** ShuffleNet V2. */
    @Test
    void ofShuffledGroupsTheSameChannelsGo() {
        OnnxModel made = halved(shuffled(8));

        assertThat(dims(made, "w2")).containsExactly(4, 1, 1, 1);
        assertThat(dims(made, "w3")).containsExactly(2, 4, 1, 1);
    }

    /** ShuffleNet. */
    @Test
    void groupsOfAConvThatAreShuffledGoAsAWhole() {
        OnnxModel made = halved(shuffled(2));

        assertThat(dims(made, "w2")).containsExactly(4, 4, 1, 1);
        assertThat(dims(made, "w3")).containsExactly(2, 4, 1, 1);
    }

    @Test
    void anExtentThatGivesTheSizeOfSomethingElseDoesNotChangeThat() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 8]
                z: float[batch, 4, 2]
                h = MatMul(x, w)
                shape = Shape(h)
                z1 = Reshape(z, shape)
                y = MatMul(h, v)
                return y; z1
                """, b -> {
            b.initializer("w", weights.tensor(8, 8));
            b.initializer("v", weights.tensor(8, 2));
        });

        assertThat(dims(halved(model), "w")).containsExactly(8, 4);
    }

    @Test
    void anExtentThatIsMultipliedStays() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 8]
                h = MatMul(x, w)
                shape = Shape(h)
                twice = Mul(shape, shape)
                filled = ConstantOfShape(twice)
                sum = ReduceSum(filled) keepdims=0
                y = MatMul(h, v)
                z = Add(y, sum)
                return z
                """, b -> {
            b.initializer("w", weights.tensor(8, 8));
            b.initializer("v", weights.tensor(8, 2));
        });

        assertThat(fixed(model, "h"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("reads its extent"));
    }
}
