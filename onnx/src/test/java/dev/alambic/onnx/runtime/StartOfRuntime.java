package dev.alambic.onnx.runtime;

/** A program that does nothing but start ONNX Runtime. */
final class StartOfRuntime {

    private StartOfRuntime() {}

    public static void main(String[] args) {
        Session.runtimeVersion();
    }
}
