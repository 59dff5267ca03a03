/*
 * A group of SIDE x SIDE items computes a tile of the product, BLOCK x BLOCK elements an item, SIDE apart so that neighbouring items touch neighbouring places. DEPTH
 * columns of a and rows of b at a time lie in shared memory, and zeros where the matrices end.
 */
#define SIDE 16
#define TILE (SIDE * BLOCK)
#define DEPTH 16

/* Neighbouring items read what is nearest in memory: along the outer axis of the product, or along the inner one. */
#define FILL_TILE(tile, matrix, outer_step, inner_step, first, end, conjugate) \
    for (int c = 0; c < BLOCK; c++) { \
        int element = ITEM_X + c * SIDE * SIDE; \
        bool along = outer_step < inner_step; \
        int outer = along ? element % TILE : element / DEPTH; \
        int depth = along ? element / TILE : element % DEPTH; \
        bool inside = first + outer < end && done + depth < inner; \
        tile[depth][outer] = inside ? conjugated(matrix[(first + outer) * outer_step + (done + depth) * inner_step], conjugate) : ZERO; \
    }

KERNEL product_groups(OPERANDS)
{
    SHARED number tile_a[DEPTH][TILE + 1];
    SHARED number tile_b[DEPTH][TILE + 1];
    int item_row = ITEM_X / SIDE;
    int item_column = ITEM_X % SIDE;
    int64 tiles_across = (columns + TILE - 1) / TILE;
    int64 first_row = GROUP_X / tiles_across * TILE;
    int64 first_column = GROUP_X % tiles_across * TILE;
    EACH_PRODUCT {
        GLOBAL const number *matrix_a = BEGIN_OF(a);
        GLOBAL const number *matrix_b = BEGIN_OF(b);
        GLOBAL number *result = BEGIN_OF(into);
        number sums[BLOCK][BLOCK];
        for (int i = 0; i < BLOCK; i++) for (int j = 0; j < BLOCK; j++) sums[i][j] = ZERO;
        for (int64 done = 0; done < inner; done += DEPTH) {
            FILL_TILE(tile_a, matrix_a, a_row, a_column, first_row, rows, conjugate_a)
            FILL_TILE(tile_b, matrix_b, b_column, b_row, first_column, columns, conjugate_b)
            BARRIER();
            for (int depth = 0; depth < DEPTH; depth++) {
                number row_values[BLOCK];
                number column_values[BLOCK];
                for (int i = 0; i < BLOCK; i++) row_values[i] = tile_a[depth][item_row + i * SIDE];
                for (int j = 0; j < BLOCK; j++) column_values[j] = tile_b[depth][item_column + j * SIDE];
                for (int i = 0; i < BLOCK; i++) for (int j = 0; j < BLOCK; j++) sums[i][j] = multiply_add(row_values[i], column_values[j], sums[i][j]);
            }
            BARRIER();
        }
        for (int i = 0; i < BLOCK; i++) {
            for (int j = 0; j < BLOCK; j++) {
                int64 row = first_row + item_row + i * SIDE;
                int64 column = first_column + item_column + j * SIDE;
                if (row >= rows || column >= columns) continue;
                STORE(row, column, sums[i][j])
            }
        }
    }
}
