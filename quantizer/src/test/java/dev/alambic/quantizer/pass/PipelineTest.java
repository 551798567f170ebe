package dev.alambic.quantizer.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PipelineTest {

    /** A pass made of a function. */
    private record Step(String name, Promise promise, UnaryOperator<OnnxModel> change) implements Pass {
        @Override
        public Outcome apply(OnnxModel model) {
            return Outcome.of(change.apply(model));
        }
    }

    private static OnnxModel model(float factor) {
        return GraphText.model("""
                x: float[batch, 2]
                y = Mul(x, k)
                return y: float[batch, 2]
                """, b -> b.initializer("k", Tensor.scalar(factor)));
    }

    private static Result run(Pass.Promise promise, float factor) {
        return Pipeline.of(List.of(new Step("Scale", promise, model -> model(factor))))
                .run(model(2));
    }

    @Test
    void exactPassThatChangesAnOutputIsNamed() {
        assertThatThrownBy(() -> run(Pass.Promise.EXACT, 2.001f))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bug: Scale changed output 'y'")
                .hasMessageContaining("was 0.0005");
    }

    /**
     * The difference of a normalized convolution and 0.999 of the same: what the runtime rounds differently when it
     * folds the normalization is a thousand times as large in the output.
     */
    private static OnnxModel cancelling(String before) {
        Weights weights = new Weights(31);
        Tensor kernel = weights.tensor(4, 8, 3, 3);
        float[] smaller = kernel.floats();
        float[] factors = {0.7f, 1.3f, 0.9f, 1.1f};
        for (int i = 0; i < smaller.length; i++) {
            smaller[i] = (float) (smaller[i] * 0.999 * factors[i / 72] / Math.sqrt(0.3 + 1e-5));
        }
        return GraphText.model("""
                x: float[batch, 8, 9, 9]
                %s
                n = BatchNormalization(d, scale, zeros, zeros, variance)
                e = Conv(x, smaller)
                y = Sub(n, e)
                return y
                """.formatted(before), b -> {
            b.initializer("kernel", kernel);
            b.initializer("smaller", Tensor.ofFloats(smaller, 4, 8, 3, 3));
            b.initializer("scale", Tensor.ofFloats(factors, 4));
            b.initializer("zeros", Tensor.ofFloats(new float[4], 4));
            b.initializer("variance", Tensor.ofFloats(new float[] {0.3f, 0.3f, 0.3f, 0.3f}, 4));
        });
    }

    @Test
    void theRoundingThatTheRuntimeItselfHasIsNoBug() {
        // nothing folds where an input dependent zero comes between
        OnnxModel unfolded =
                cancelling("c = Conv(x, kernel)\nm = ReduceMax(x) keepdims=0\nz = Sub(m, m)\nd = Add(c, z)");
        Step exact = new Step("Exact", Pass.Promise.EXACT, model -> unfolded);

        Result result = Pipeline.of(List.of(exact)).run(cancelling("d = Conv(x, kernel)"));

        assertThat(result.reports().get(0).worstError()).isGreaterThan(Pipeline.EXACT_TOLERANCE);
    }

    @Test
    void amongExactPassesTheOneThatChangedAnOutputIsNamed() {
        List<Pass> passes = List.of(
                new Step("Harmless", Pass.Promise.EXACT, model -> model(2.000001f)),
                new Step("Guilty", Pass.Promise.EXACT, model -> model(2.1f)),
                new Step("Bystander", Pass.Promise.EXACT, model -> model(2.100001f)));

        assertThatThrownBy(() -> Pipeline.of(passes).run(model(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bug: Guilty changed output 'y'");
    }

    @Test
    void lossyPassReportsTheErrorOfEachOutput() {
        Result result = run(Pass.Promise.LOSSY, 2.2f);

        assertThat(result.reports()).singleElement().satisfies(report -> {
            assertThat(report.relativeError()).containsOnlyKeys("y");
            assertThat(report.worstError()).isBetween(0.0999, 0.1001);
        });
    }

    @Test
    void passThatMakesNanIsNamedEvenIfLossy() {
        assertThatThrownBy(() -> run(Pass.Promise.LOSSY, Float.NaN))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Scale");
    }

    @Test
    void passThatBreaksTheGraphIsNamed() {
        Pass broken = new Step(
                "Break",
                Pass.Promise.EXACT,
                model -> model.mapGraph(graph -> graph.edit(out -> out.removeInitializer("k"))));

        assertThatThrownBy(() -> Pipeline.of(List.of(broken)).run(model(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bug: Break broke the model");
    }

    @Test
    void historyNamesThePassesThatChangedSomething() {
        Pass same = new Step("Same", Pass.Promise.EXACT, model -> model);
        Pass rename = new Step(
                "Rename",
                Pass.Promise.EXACT,
                model -> model.mapGraph(graph -> graph.edit(out -> out.name(graph.name() + "+"))));

        OnnxModel made =
                Pipeline.of(List.of(rename, same, rename)).run(model(2)).model();

        assertThat(made.metadata()).containsEntry(ModelMetadata.HISTORY, "Rename; Rename");
    }

    @Test
    void modelThatGivesNanCannotBeChecked() {
        assertThatThrownBy(() -> Pipeline.of(List.of()).run(model(Float.NaN)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("the outputs are NaN");
    }

    /** A model whose factor is an input with a default. */
    private static OnnxModel scalable() {
        return GraphText.model("""
                x: float[batch, 2]
                k: float[]
                y = Mul(x, k)
                return y
                """, b -> b.initializer("k", Tensor.scalar(2f)));
    }

    @Test
    void exactPassThatTakesADefaultForAConstantIsNamed() {
        Step fold = new Step(
                "Fold",
                Pass.Promise.EXACT,
                model -> model.mapGraph(graph -> graph.rewrite((out, node) ->
                        out.node(node.withInputs(List.of("x", out.initializer("two", Tensor.scalar(2f))))))));

        assertThatThrownBy(() -> Pipeline.of(List.of(fold)).run(scalable()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bug: Fold changed output 'y' with other values for [k]");
    }

    /** What an earlier FoldPad did: it took the pads that a caller may override into the Conv. */
    @Test
    void integersThatTheCallerMayOverrideAreVariedToo() {
        OnnxModel padded = GraphText.model("""
                x: float[batch, 2, 7, 7]
                sides: int64[8]
                p = Pad(x, sides)
                y = Conv(p, kernel)
                return y
                """, b -> {
            b.initializer("sides", Tensor.ofLongs(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8));
            b.initializer("kernel", new Weights(3).tensor(2, 2, 3, 3));
        });
        Step fold = new Step(
                "Fold",
                Pass.Promise.EXACT,
                model -> model.mapGraph(graph -> graph.rewrite((out, node) -> {
                    if (node.is("Conv")) {
                        out.node(node.withInputs(List.of("x", "kernel")).with("pads", new long[] {1, 1, 1, 1}));
                    }
                })));

        assertThatThrownBy(() -> Pipeline.of(List.of(fold)).run(padded))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bug: Fold changed output 'y' with other values for [sides]");
    }

    @Test
    void aLossyPassMayChangeWhatADefaultGives() {
        Step halve = new Step(
                "Halve",
                Pass.Promise.LOSSY,
                model -> model.mapGraph(graph -> graph.edit(b -> b.initializer("k", Tensor.scalar(1f)))));
        Step rename = new Step(
                "Rename", Pass.Promise.EXACT, model -> model.mapGraph(graph -> graph.edit(b -> b.name("renamed"))));

        Result result = Pipeline.of(List.of(halve, rename)).run(scalable());

        assertThat(result.reports().get(0).worstError()).isEqualTo(0.5);
        assertThat(result.reports().get(1).worstError()).isZero();
    }

    @Test
    void whatTheRuntimeDoesNotKnowIsNoBugOfThePass() {
        Step exotic = new Step(
                "Exotic",
                Pass.Promise.EXACT,
                model -> model.mapGraph(graph -> graph.rewrite((out, node) -> out.node(node.withOpType("Unheard")))));

        assertThatThrownBy(() -> Pipeline.of(List.of(exotic)).run(model(2)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("the model that Exotic makes does not run here:");
    }

    @Test
    void aFullDiskIsNoBugOfThePass() {
        UncheckedIOException full = new UncheckedIOException(new IOException("no space left on device"));
        Pass checking = new Pass() {
            @Override
            public Outcome apply(OnnxModel model) {
                return Outcome.of(model.withMetadata("changed", "yes"));
            }

            @Override
            public void ensures(OnnxModel model) {
                throw full;
            }
        };

        assertThatThrownBy(() -> Pipeline.of(List.of(checking)).run(model(2))).isSameAs(full);
    }

    @Test
    void passWhoseResultTheRuntimeRefusesIsNamed() {
        Step mismatched = new Step(
                "Widen",
                Pass.Promise.LOSSY,
                model ->
                        model.mapGraph(graph -> graph.edit(b -> b.initializer("k", Tensor.ofFloats(new float[3], 3)))));

        assertThatThrownBy(() -> Pipeline.of(List.of(mismatched)).run(model(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bug: Widen broke the model");
    }
}
