/** HTML as it is written; nothing that comes from data can become markup. */
@NullMarked
package dev.alambic.chart.markup;

import org.jspecify.annotations.NullMarked;
