package dev.alambic.onnx.message;

/** A value that a component of a record may not have. */
public final class RuleException extends IllegalArgumentException {

    private final String component;

    /**
     * @param component name of the component, with dots where it lies in a component that is a record itself
     * @param rule what it breaks, in words
     */
    public RuleException(String component, String rule) {
        super(component + ": " + rule);
        this.component = component;
    }

    public String component() {
        return component;
    }
}
