using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// The result is cut into regions of whole tiles that the team shares; each region packs what it reads more than once and runs its tiles. See <see cref="RegionGrid"/>
/// for the cut, <see cref="Region{TOps,TVector,T}"/> for the loops.
/// </summary>
internal sealed unsafe class LaneProducts<TOps, TVector, T> : Products<T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkPool<Work> pool = new(() => new Work());
    private readonly WorkPool<SparseWork> sparsePool = new(() => new SparseWork());

    internal override void Run(in Product<T> product, ThreadTeam team)
    {
        if (product.Rows == 0 || product.Columns == 0 || product.Batch.Count == 0) return;
        Work work = pool.Take();
        int parts = work.Prepare(product, team.Threads);
        team.Run(work, parts);
        pool.Return(work);
    }

    internal override void RunSparse(in Product<T> product, ThreadTeam team)
    {
        bool byRows = SparseRowsByRows<TOps, TVector, T>.Pays(product);
        if (!byRows && !SparseRows<TOps, TVector, T>.Pays(product))
        {
            Run(product, team);
            return;
        }

        SparseWork work = sparsePool.Take();
        team.Run(work, work.Prepare(product, byRows, team.Threads));
        sparsePool.Return(work);
    }

    /// <summary>One call with zeros left out.</summary>
    private sealed class SparseWork : ITeamWork
    {
        private readonly TeamScratch scratch = new();
        private Product<T> product;
        private bool isByRows;

        internal int Prepare(in Product<T> call, bool byRows, int threads)
        {
            product = call;
            isByRows = byRows;
            int parts = (int)Math.Min(threads, product.Rows);
            scratch.Reserve(parts, byRows ? SparseRowsByRows<TOps, TVector, T>.ScratchBytes(product) : SparseRows<TOps, TVector, T>.ScratchBytes(product));
            return parts;
        }

        public void Execute(int part, int parts)
        {
            (nint first, nint end) = (product.Rows * part / parts, product.Rows * (part + 1) / parts);
            if (isByRows) new SparseRowsByRows<TOps, TVector, T>(product, scratch.Of(part)).Run(first, end);
            else new SparseRows<TOps, TVector, T>(product, scratch.Of(part)).Run(first, end);
        }
    }

    /// <summary>One call: its arguments and the scratch of the team.</summary>
    private sealed class Work : ITeamWork
    {
        private readonly TeamScratch scratch = new();
        private Product<T> product;
        private RegionGrid grid;
        private bool isVector;

        internal int Prepare(in Product<T> call, int threads)
        {
            bool exchange = call.Into.ColumnStep != call.Parts && call.Into.RowStep == call.Parts;
            product = call;
            if (exchange) product = product.Exchanged();
            if (!product.Batch.IsEmpty) product = product.Folded();
            isVector = PreparesVector(threads);
            if (isVector) return Reserve(threads, MatrixByVector<TOps, TVector, T>.ScratchBytes);

            grid = RegionGrid.For<T>(product, Region<TOps, TVector, T>.PanelWidth / product.Parts, threads);
            return Reserve(threads, Region<TOps, TVector, T>.ScratchBytes(product, grid));
        }

        public void Execute(int part, int parts)
        {
            nint all = product.Batch.Count * grid.Count;
            if (isVector)
            {
                for (nint unit = all * part / parts; unit < all * (part + 1) / parts; unit++)
                {
                    (nint index, nint cell) = Math.DivRem(unit, grid.Count);
                    MatrixByVector<TOps, TVector, T>.Run(product, product.Batch.Offsets(index), grid.RowsOf(cell), scratch.Of(part));
                }

                return;
            }

            var region = new Region<TOps, TVector, T>(product, scratch.Of(part));
            for (nint unit = all * part / parts; unit < all * (part + 1) / parts; unit++)
            {
                (nint index, nint cell) = Math.DivRem(unit, grid.Count);
                region.Run(product.Batch.Offsets(index), grid.RowsOf(cell), grid.ColumnsOf(cell));
            }
        }

        /// <summary>Whether the product is one of a matrix with a vector; then the vector becomes the right operand.</summary>
        private bool PreparesVector(int threads)
        {
            if (product.Rows != 1 && product.Columns != 1) return false;
            Product<T> upright = product.Columns == 1 ? product : product.Exchanged().Folded();
            if (!MatrixByVector<TOps, TVector, T>.Takes(upright)) return false;
            product = upright;
            grid = RegionGrid.ForVector(product, TOps.Width, threads);
            return true;
        }

        private int Reserve(int threads, nint bytes)
        {
            int parts = (int)Math.Min(threads, product.Batch.Count * grid.Count);
            scratch.Reserve(parts, bytes);
            return parts;
        }
    }
}
