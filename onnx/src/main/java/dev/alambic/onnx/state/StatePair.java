package dev.alambic.onnx.state;

/** An input that takes in the next call what the output gave in this one. */
public record StatePair(String input, String output) {
    @Override
    public String toString() {
        return input + " -> " + output;
    }
}
