/**
 * Removal of channels that carry no information, as a plan that can be read before anything is cut.
 *
 * <pre>{@code
 * StripPlan        = ChannelCut*, Kept*
 * ChannelConstants = ValueAxis, (constant | unknown)*
 * Sum              = Node, ValueAxis, ValueAxis, read position*     what a node adds up, and which zeros it does not
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.strip;

import org.jspecify.annotations.NullMarked;
