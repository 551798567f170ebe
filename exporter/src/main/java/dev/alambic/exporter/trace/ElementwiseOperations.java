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
                                call.run(),
                                call.node("Mul")
                                        .input(call.self())
                                        .input(call.self())
                                        .emit()))
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
        return call.result(
                real,
                call.node(opType).input(call.recorder().cast(call.self(), type)).emit());
    }

    /** The real cube root, of negative numbers too: sign(x) |x|^(1/3). */
    private static NDArray cubeRoot(Invocation call) {
        NDArray real = call.run();
        Value third = call.recorder().scalar(1.0 / 3, call.self().dataType());
        String size = call.node("Abs").input(call.self()).emit();
        String root = call.node("Pow").input(size).input(third).emit();
        String sign = call.node("Sign").input(call.self()).emit();
        return call.result(real, call.node("Mul").input(sign).input(root).emit());
    }

    private static NDArray logarithm(Invocation call, int base) {
        NDArray real = call.run();
        String natural = call.node("Log")
                .input(call.recorder().cast(call.self(), real.getDataType()))
                .emit();
        Value factor = call.recorder().scalar(1 / Math.log(base), real.getDataType());
        return call.result(real, call.node("Mul").input(natural).input(factor).emit());
    }

    private static NDArray scaled(Invocation call, double factor) {
        Value constant = call.recorder().scalar(factor, call.self().dataType());
        return call.result(
                call.run(), call.node("Mul").input(call.self()).input(constant).emit());
    }

    private static NDArray truncate(Invocation call) {
        String size = call.node("Floor")
                .input(call.node("Abs").input(call.self()).emit())
                .emit();
        String sign = call.node("Sign").input(call.self()).emit();
        return call.result(call.run(), call.node("Mul").input(sign).input(size).emit());
    }

    private static NDArray not(Invocation call) {
        return call.result(
                call.run(),
                call.node("Not")
                        .input(call.recorder().cast(call.self(), DataType.BOOLEAN))
                        .emit());
    }

    private static NDArray clip(Invocation call) {
        DataType type = call.self().dataType();
        return call.result(
                call.run(),
                call.node("Clip")
                        .input(call.self())
                        .input(call.recorder().scalar(call.numberAt(0), type))
                        .input(call.recorder().scalar(call.numberAt(1), type))
                        .emit());
    }

    private static NDArray convert(Invocation call) {
        DataType type = call.typeAt(0);
        if (type == call.self().dataType()) {
            return call.flagAt(1) ? copy(call) : call.self().array();
        }
        long code = EngineTensors.typeOf(type).code();
        return call.result(
                call.run(),
                call.node("Cast").input(call.self()).with("to", code).emit());
    }

    /** A copy is the same value of the graph under an array of its own, which may be changed in place. */
    private static NDArray copy(Invocation call) {
        return call.result(call.self().real(), call.self().name());
    }

    private static NDArray filled(Invocation call, int number) {
        NDArray real = call.run();
        String shape = call.node("Shape").input(call.self()).emit();
        Value element = call.recorder().scalar(number, real.getDataType());
        return call.result(real, call.node("Expand").input(element).input(shape).emit());
    }
}
