/**
 * A corpus of small models, each of a kind that people have, and what every command makes of them.
 *
 * <p>The models are text ({@code *.txt} in the resources of this package), brought into files byte by byte here, so
 * that they hold what the product's own writer never writes: nodes out of order, initializers listed as inputs,
 * functions, types that are no tensors.
 *
 * <pre>
 * Corpus = (model NAME, Line*)*
 * Line   = opset 17 ai.onnx.ml=3 ir=8            versions
 *        | size tokens=5                         what a symbol is in the samples; 2 otherwise
 *        | in x: float[batch, tokens] Fill       an input, and what the samples hold
 *        | const w: float[4, 8] Fill             an initializer
 *        | y, z = Split(x) axis=1                a node
 *        | out y: float[batch, 8]                an output
 *        | graph NAME … end                      a body, for attributes: then_branch={NAME}
 *        | function DOMAIN.NAME(a, b) k=1 … end  a function; an attribute k=@k:int refers to that of the call
 *        | listed | external                     initializers are inputs too; weights lie beside the file
 *        | unrunnable                             ONNX Runtime has no kernel of its on a CPU: nothing is compared
 *        | grows WAY                              what it writes is larger
 *        | keeps WAY DB                          the least that a way is held to, where it is not its usual
 *        | refuses WAY CODE PART                 a way that does not take the model, and what it says
 *        | differs WAY                           outputs that jump (indices, boxes): only types are compared
 * Fill   = normal S | uniform LO HI | below N | range | = V, V, … | transpose OTHER | copy OTHER
 * </pre>
 */
@NullMarked
package dev.alambic.cli.corpus;

import org.jspecify.annotations.NullMarked;
