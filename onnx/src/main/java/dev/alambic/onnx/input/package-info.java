/**
 * Inputs for a model of which nothing is known but its file: sizes that it runs on, and values that it can take.
 *
 * <pre>{@code
 * RandomInputs  = sizes by symbol, seed -> input*      floats standard normal, other numbers 0 or 1
 * InputForm     = a way to choose the values of an input; InputForms lists those that may suit, the likeliest first
 * InputChoice   = sizes and forms of all inputs
 * InputSearch   = the choice that a model runs on and gives numbers, led by how far each run comes
 * FreeExtents   = names and sizes of what the signature leaves free
 * Attempts      = the first choice, of sizes mostly, that a model runs on
 * Probe         = samples of the user, else the smallest sizes that run, else what is searched for
 * TypicalInputs = common sizes that run, indices inside their tables, masks of ones
 * Overrides     = other values of inputs that have a default
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.input;

import org.jspecify.annotations.NullMarked;
