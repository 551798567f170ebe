package dev.alambic.onnx.structure;

/** An axis of a value. */
public record ValueAxis(String value, int axis) {

    @Override
    public String toString() {
        return "'" + value + "' axis " + axis;
    }
}
