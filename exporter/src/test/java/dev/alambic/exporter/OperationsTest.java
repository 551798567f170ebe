package dev.alambic.exporter;

import static dev.alambic.exporter.Expressions.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Expressions of arrays: engine against exported graph in ONNX Runtime, which {@link Exporter} compares at two batch
 * sizes that it did not trace, to 1e-5 of the largest output.
 */
class OperationsTest {

    @TestFactory
    Stream<DynamicTest> elementwise() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("neg", NDArray::neg);
        cases.put("abs", NDArray::abs);
        cases.put("sqrt", x -> x.abs().sqrt());
        cases.put("exp", NDArray::exp);
        cases.put("log", x -> x.abs().add(0.1).log());
        cases.put("log2", x -> x.abs().add(0.1).log2());
        cases.put("log10", x -> x.abs().add(0.1).log10());
        cases.put("floor", NDArray::floor);
        cases.put("ceil", NDArray::ceil);
        cases.put("round", NDArray::round);
        cases.put("trunc", x -> x.mul(3).trunc());
        cases.put("sin", NDArray::sin);
        cases.put("cos", NDArray::cos);
        cases.put("tan", x -> x.clip(-1, 1).tan());
        cases.put("asin", x -> x.clip(-0.9, 0.9).asin());
        cases.put("acos", x -> x.clip(-0.9, 0.9).acos());
        cases.put("atan", NDArray::atan);
        cases.put("sinh", NDArray::sinh);
        cases.put("cosh", NDArray::cosh);
        cases.put("tanh", NDArray::tanh);
        cases.put("sign", NDArray::sign);
        cases.put("erf", NDArray::erf);
        cases.put("square", NDArray::square);
        cases.put("cbrt", x -> x.abs().cbrt());
        cases.put("toDegrees", NDArray::toDegrees);
        cases.put("clip", x -> x.clip(-0.5, 0.7));
        cases.put(
                "isNaN",
                x -> x.isNaN().logicalNot().toType(DataType.FLOAT32, false).mul(x));
        cases.put("toType", x -> x.mul(10).toType(DataType.INT32, false).toType(DataType.FLOAT32, true));
        cases.put(
                "double precision",
                x -> x.toType(DataType.FLOAT64, false).mul(0.1).exp());
        cases.put("half precision", x -> x.toType(DataType.FLOAT16, false).toType(DataType.FLOAT32, false));
        cases.put("onesLike", x -> x.onesLike().add(x).sub(x.zerosLike()));
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> activations() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("relu", Activation::relu);
        cases.put("relu6", x -> Activation.relu6(x.mul(5)));
        cases.put("sigmoid", Activation::sigmoid);
        cases.put("tanh", Activation::tanh);
        cases.put("softPlus", Activation::softPlus);
        cases.put("softSign", Activation::softSign);
        cases.put("leakyRelu", x -> Activation.leakyRelu(x, 0.1f));
        cases.put("elu", x -> Activation.elu(x, 0.7f));
        cases.put("selu", Activation::selu);
        cases.put("gelu", Activation::gelu);
        cases.put("swish", x -> Activation.swish(x, 1.5f));
        cases.put("mish", Activation::mish);
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> binary() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("broadcast add", x -> x.add(x.get(":, :1")));
        cases.put("sub number", x -> x.sub(0.3));
        cases.put("rsub", x -> x.getNDArrayInternal().rsub(2));
        cases.put("rdiv", x -> x.abs().add(1).getNDArrayInternal().rdiv(2));
        cases.put("div array", x -> x.div(x.abs().add(1)));
        cases.put("pow number", x -> x.abs().add(0.5).pow(1.7));
        cases.put("pow array", x -> x.abs().add(0.5).pow(x.clip(-1, 1)));
        cases.put("maximum", x -> x.maximum(0.1).maximum(x.neg()));
        cases.put("minimum", x -> x.minimum(0.1).minimum(x.neg()));
        cases.put("mod", x -> x.mul(4).round().add(0.25).mod(3));
        cases.put(
                "integer mod",
                x -> x.mul(9).toType(DataType.INT64, false).mod(4).toType(DataType.FLOAT32, false));
        cases.put("integer div", x -> x.mul(9).toType(DataType.INT64, false).div(4));
        cases.put(
                "compare",
                x -> x.gt(0.2)
                        .logicalAnd(x.lte(1))
                        .logicalOr(x.lt(-1))
                        .toType(DataType.FLOAT32, false)
                        .mul(x));
        cases.put(
                "xor",
                x -> x.gte(0.2)
                        .logicalXor(x.neq(1))
                        .toType(DataType.INT32, false)
                        .mul(x));
        cases.put("eq", x -> x.round().eq(1).toType(DataType.FLOAT32, false).add(x));
        cases.put(
                "compare int with float",
                x -> x.mul(3).toType(DataType.INT32, false).gt(0.5f).mul(x));
        cases.put("xlogy", x -> x.maximum(0).xlogy(x.abs()));
        cases.put("atan2", x -> x.atan2(x.get(":, :1")));
        cases.put("rpow", x -> x.getNDArrayInternal().rpow(2));
        cases.put("rmod", x -> x.abs().add(1).getNDArrayInternal().rmod(7));
        cases.put("rsub in place", x -> x.mul(2).getNDArrayInternal().rsubi(3));
        cases.put("where", x -> NDArrays.where(x.gt(0), x, x.mul(0.1)));
        cases.put("matMul", x -> x.matMul(x.transpose(0, 1, 3, 2)));
        cases.put(
                "batchMatMul",
                x -> x.reshape(-1, 6, 5).batchMatMul(x.reshape(-1, 6, 5).transpose(0, 2, 1)));
        return tests(cases);
    }
}
