package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Map;

/** Functions of one element. */
final class ElementwiseOperations {

    /** Methods without arguments that are one operator. */
    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("neg", "Neg"),
            Map.entry("abs", "Abs"),
            Map.entry("sqrt", "Sqrt"),
            Map.entry("exp", "Exp"),
            Map.entry("log", "Log"),
            Map.entry("floor", "Floor"),
            Map.entry("ceil", "Ceil"),
            Map.entry("round", "Round"),
            Map.entry("sin", "Sin"),
            Map.entry("cos", "Cos"),
            Map.entry("tan", "Tan"),
            Map.entry("asin", "Asin"),
            Map.entry("acos", "Acos"),
            Map.entry("atan", "Atan"),
            Map.entry("sinh", "Sinh"),
            Map.entry("cosh", "Cosh"),
            Map.entry("tanh", "Tanh"),
            Map.entry("sign", "Sign"),
            Map.entry("erf", "Erf"),
            Map.entry("isNaN", "IsNaN"),
            Map.entry("isInfinite", "IsInf"),
            Map.entry("relu", "Relu"),
            Map.entry("sigmoid", "Sigmoid"),
            Map.entry("softPlus", "Softplus"),
            Map.entry("softSign", "Softsign"),
            Map.entry("selu", "Selu"));

    private ElementwiseOperations() {}

    static void addTo(Operators table) {
        SINGLE.forEach((method, opType) -> table.on(method + "()", call -> single(call, opType)));
        table.on(
                        "square()",
                        call -> call.result(
                                call.emit("Mul", call.self().name(), call.self().name())))
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
