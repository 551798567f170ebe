package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/** Functions of one element; the activations swish and mish are DJL's defaults. */
final class ElementwiseOperations {

    /** Methods without arguments that are the operator of the same name, which begins with a capital. */
    private static final List<String> NAMESAKES = List.of("""
            neg abs sqrt exp log floor ceil round sin cos tan asin acos atan sinh cosh tanh
            sign erf isNaN relu sigmoid selu""".split("\\s+"));

    private ElementwiseOperations() {}

    static void addTo(Operators table) {
        for (String method : NAMESAKES) {
            String opType = Character.toUpperCase(method.charAt(0)) + method.substring(1);
            table.on(method + "()", call -> single(call, opType));
        }
        table.on("isInfinite()", call -> single(call, "IsInf"))
                .on("softPlus()", call -> single(call, "Softplus"))
                .on("softSign()", call -> single(call, "Softsign"))
                .on(
                        "square()",
                        call -> call.result(
                                call.onSelf("Mul").input(call.self()).emit()))
                .on("leakyRelu(float)", call -> withAlpha(call, "LeakyRelu"))
                .on("elu(float)", call -> withAlpha(call, "Elu"))
                .on("gelu()", ElementwiseOperations::gelu)
                .on("cbrt()", ElementwiseOperations::cubeRoot)
                .on("log2()", call -> logarithm(call, 2))
                .on("log10()", call -> logarithm(call, 10))
                .on("toDegrees()", call -> scaled(call, 180 / Math.PI))
                .on("toRadians()", call -> scaled(call, Math.PI / 180))
                .on("trunc()", ElementwiseOperations::truncate)
                .on("logicalNot()", ElementwiseOperations::not)
                .on("clip(Number,Number)", ElementwiseOperations::clip)
                .on("toType(DataType,boolean)", ElementwiseOperations::convert)
                .on("duplicate()", ElementwiseOperations::copy)
                .on("toDense()", ElementwiseOperations::copy)
                .on("toDevice(Device,boolean)", call -> call.self().array())
                .on("stopGradient()", call -> call.self().array())
                .on("scaleGradient(double)", call -> call.self().array())
                .on("onesLike()", call -> filled(call, 1))
                .on("zerosLike()", call -> filled(call, 0));
    }

    private static NDArray single(Invocation call, String opType) {
        NDArray real = call.run();
        DataType type = real.getDataType() == DataType.BOOLEAN ? call.self().dataType() : real.getDataType();
        return call.result(real, call.emit(opType, call.cast(call.self(), type)));
    }

    private static NDArray withAlpha(Invocation call, String opType) {
        return call.result(call.onSelf(opType).with("alpha", call.floatAt(0)).emit());
    }

    /** x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel, arXiv:1606.08415); an operator of its own since opset 20. */
    private static NDArray gelu(Invocation call) {
        if (call.recorder().opset() >= 20) {
            return call.result(call.emit("Gelu", call.self().name()));
        }
        NDArray x = call.self().array();
        return x.div(Math.sqrt(2)).erf().add(1).mul(x).mul(0.5);
    }

    /** The real cube root, of negative numbers too: sign(x) |x|^(1/3). */
    private static NDArray cubeRoot(Invocation call) {
        NDArray real = call.run();
        Value third = call.scalar(1.0 / 3, call.self().dataType());
        String size = call.emit("Abs", call.self().name());
        String root = call.emit("Pow", size, third.name());
        String sign = call.emit("Sign", call.self().name());
        return call.result(real, call.emit("Mul", sign, root));
    }

    private static NDArray logarithm(Invocation call, int base) {
        NDArray real = call.run();
        String natural = call.emit("Log", call.cast(call.self(), real.getDataType()));
        Value factor = call.scalar(1 / Math.log(base), real.getDataType());
        return call.result(real, call.emit("Mul", natural, factor.name()));
    }

    private static NDArray scaled(Invocation call, double factor) {
        Value constant = call.scalar(factor, call.self().dataType());
        return call.result(call.emit("Mul", call.self().name(), constant.name()));
    }

    private static NDArray truncate(Invocation call) {
        String size = call.emit("Floor", call.emit("Abs", call.self().name()));
        String sign = call.emit("Sign", call.self().name());
        return call.result(call.emit("Mul", sign, size));
    }

    private static NDArray not(Invocation call) {
        return call.result(call.emit("Not", call.cast(call.self(), DataType.BOOLEAN)));
    }

    private static NDArray clip(Invocation call) {
        DataType type = call.self().dataType();
        return call.result(call.emit(
                "Clip",
                call.self().name(),
                call.scalar(call.numberAt(0), type).name(),
                call.scalar(call.numberAt(1), type).name()));
    }

    private static NDArray convert(Invocation call) {
        DataType type = call.typeAt(0);
        if (type == call.self().dataType()) {
            return call.flagAt(1) ? copy(call) : call.self().array();
        }
        long code = EngineTensors.typeOf(type).code();
        return call.result(call.onSelf("Cast").with("to", code).emit());
    }

    /** A copy is the same value of the graph under an array of its own, which may be changed in place. */
    private static NDArray copy(Invocation call) {
        return call.result(call.self().real(), call.self().name());
    }

    private static NDArray filled(Invocation call, int number) {
        NDArray real = call.run();
        String shape = call.emit("Shape", call.self().name());
        Value element = call.scalar(number, real.getDataType());
        return call.result(real, call.emit("Expand", element.name(), shape));
    }
}
