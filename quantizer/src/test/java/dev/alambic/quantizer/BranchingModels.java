package dev.alambic.quantizer;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Networks whose weights lie in or are read by bodies, and inputs that take each branch. */
final class BranchingModels {

    private BranchingModels() {}

    /** A voice detector: an LSTM and a layer for each of two sample rates, with weights of their own. */
    static OnnxModel detector() {
        Weights weights = new Weights(21);
        return GraphText.model("""
                x: float[4, 1, 32]
                sr: int64[]
                fast = Equal(sr, rate)
                return y: float[4, 1, 1]
                """, b -> {
            b.initializer("rate", Tensor.scalar(16_000L));
            b.node(Node.of("If", List.of("fast"), "y")
                    .with("then_branch", voice(weights, "fast_", 0))
                    .with("else_branch", voice(weights, "slow_", 1)));
        });
    }

    private static Graph voice(Weights weights, String prefix, int shift) {
        return GraphText.graph(
                """
                h, , = LSTM(x, W, R, B) hidden_size=48
                s = Squeeze(h, axis)
                r = Relu(s)
                d = MatMul(r, D)
                moved = Add(d, shift)
                y = Sigmoid(moved)
                return y
                """.replaceAll("\\b(h|s|r|d|W|R|B|D|moved|shift|axis|y)\\b", prefix + "$1")
                        .replace(prefix + "hidden", "hidden"),
                b -> {
                    b.initializer(prefix + "W", weights.tensor(1, 192, 32));
                    b.initializer(prefix + "R", weights.tensor(1, 192, 48));
                    b.initializer(prefix + "B", weights.tensor(1, 384));
                    b.initializer(prefix + "D", weights.tensor(48, 1));
                    b.initializer(prefix + "shift", Tensor.ofFloats(new float[] {shift}, 1));
                    b.initializer(prefix + "axis", Tensor.ofLongs(new long[] {1}, 1));
                });
    }

    /** A wake word: where the first score is high, a verifier of two layers, one of which the main graph reads too. */
    static OnnxModel wakeWord() {
        Weights weights = new Weights(22);
        Graph verifier = GraphText.graph("""
                a = MatMul(h, shared)
                a2 = Add(a, bias)
                b = Relu(a2)
                c = Gemm(b, V, vb) transB=1
                return c
                """, b -> {
            b.initializer("V", weights.tensor(1, 64));
            b.initializer("vb", weights.tensor(1));
        });
        Graph plain = GraphText.graph("e = MatMul(h, shared)\nf = MatMul(e, W)\nreturn f", b -> {});
        return GraphText.model("""
                x: float[1, 64]
                g = MatMul(x, shared)
                h = Relu(g)
                first = MatMul(h, W)
                top = ReduceMax(first) keepdims=0
                sure = Greater(top, least)
                return y: float[1, 1]
                """, b -> {
            b.initializer("shared", weights.tensor(64, 64));
            b.initializer("W", weights.tensor(64, 1));
            b.initializer("bias", weights.tensor(64));
            b.initializer("least", Tensor.scalar(0f));
            b.node(Node.of("If", List.of("sure"), "y")
                    .with("then_branch", verifier)
                    .with("else_branch", plain));
        });
    }

    /** A loop of three steps over a state, whose body chooses between two of the main graph's weights. */
    static OnnxModel loop() {
        Weights weights = new Weights(23);
        Graph one = GraphText.graph("p = MatMul(state, A)\nreturn p");
        Graph other = GraphText.graph("q = MatMul(state, B)\nq2 = Add(q, x)\nreturn q2");
        Graph body = GraphText.graph("""
                i: int64[]
                go: bool[]
                state: float[1, 64]
                stay = Identity(go)
                even = Equal(i, none)
                return stay
                """, b -> {
            b.initializer("none", Tensor.scalar(0L));
            b.node(Node.of("If", List.of("even"), "next")
                    .with("then_branch", one)
                    .with("else_branch", other));
            b.node(Node.of("Tanh", List.of("next"), "squashed"));
            b.output(GraphText.graph("return squashed: float[1, 64]").outputs().get(0));
        });
        return GraphText.model("""
                x: float[1, 64]
                return y: float[1, 64]
                """, b -> {
            b.initializer("A", weights.tensor(64, 64));
            b.initializer("B", weights.tensor(64, 64));
            b.initializer("A_q", Tensor.ofFloats(new float[] {1}, 1));
            b.initializer("count", Tensor.scalar(3L));
            b.node(Node.of("Mul", List.of("x", "A_q"), "x_q"));
            b.node(Node.of("Loop", List.of("count", "", "x_q"), "y").with("body", body));
        });
    }

    /** A scan over rows, whose step has weights in its body. */
    static OnnxModel scan() {
        Weights weights = new Weights(24);
        Graph body = GraphText.graph("""
                state: float[64]
                row: float[64]
                both = Add(state, row)
                wide = Unsqueeze(both, zero)
                m = MatMul(wide, M)
                n = Add(m, nb)
                flat = Squeeze(n, zero)
                next = Tanh(flat)
                out = Identity(next)
                return next: float[64]; out: float[64]
                """, b -> {
            b.initializer("M", weights.tensor(64, 64));
            b.initializer("nb", weights.tensor(64));
            b.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
        });
        return GraphText.model("""
                x: float[5, 64]
                return last: float[64]; y: float[5, 64]
                """, b -> {
            b.initializer("start", Tensor.ofFloats(new float[64], 64));
            b.node(Node.of("Scan", List.of("start", "x"), List.of("last", "y"))
                    .with("body", body)
                    .with("num_scan_inputs", 1));
        });
    }

    static List<OnnxModel> all() {
        return List.of(detector(), wakeWord(), loop(), scan());
    }

    /** Returns inputs of {@code model}, some for each branch. */
    static List<Map<String, Tensor>> samples(OnnxModel model) {
        Random random = new Random(5);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Map<String, Tensor> sample = new LinkedHashMap<>();
            int rate = i % 2 == 0 ? 16_000 : 8000;
            model.graph()
                    .requiredInputs()
                    .forEach(input -> sample.put(
                            input.name(),
                            input.name().equals("sr")
                                    ? Tensor.scalar((long) rate)
                                    : Tensor.filled(
                                            DataType.FLOAT,
                                            random::nextGaussian,
                                            Objects.requireNonNull(Objects.requireNonNull(input.type())
                                                            .shape())
                                                    .sizes())));
            samples.add(sample);
        }
        return samples;
    }
}
