package dev.alambic.quantizer.structure;

/** An axis of a value. */
public record Place(String value, int axis) {

    @Override
    public String toString() {
        return "'" + value + "' axis " + axis;
    }
}
