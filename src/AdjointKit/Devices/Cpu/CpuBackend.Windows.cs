using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;

namespace AdjointKit.Devices.Cpu;

/// <content>Windows of convolutions and pools, whose planes the team shares, and interpolation.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<PoolWork> poolWork = new();

    private readonly WorkSlot<ColumnWork> columnWork = new();

    internal override void GatherWindows(in ConvolutionShape shape, in WindowStrip strip, in UntypedArray x, in UntypedArray windows)
    {
        windows.BeginWrite();
        RunColumns(
            x.ElementType switch
            {
                ElementType.Float32 => &WindowColumns<float>.Gather,
                ElementType.Float64 => &WindowColumns<double>.Gather,
                ElementType.Complex64 => &WindowColumns<ComplexF>.Gather,
                _ => &WindowColumns<Complex>.Gather,
            },
            shape,
            strip,
            x,
            windows);
    }

    internal override void ScatterWindows(in ConvolutionShape shape, in WindowStrip strip, in UntypedArray windows, in UntypedArray into)
    {
        into.BeginWrite();
        RunColumns(
            into.ElementType switch
            {
                ElementType.Float32 => &WindowColumns<float>.Scatter,
                ElementType.Float64 => &WindowColumns<double>.Scatter,
                ElementType.Complex64 => &WindowColumns<ComplexF>.Scatter,
                _ => &WindowColumns<Complex>.Scatter,
            },
            shape,
            strip,
            into,
            windows);
    }

    internal override void PickLargest(in PoolShape shape, in UntypedArray x, in UntypedArray t, in UntypedArray into) =>
        RunPool(into.ElementType == ElementType.Float32 ? &Pick<float> : &Pick<double>, shape, x, t, into, shape.Y.Windows * shape.X.Windows, into);

    internal override void PlaceLargest(in PoolShape shape, in UntypedArray x, in UntypedArray y, in UntypedArray into) =>
        RunPool(into.ElementType == ElementType.Float32 ? &Place<float> : &Place<double>, shape, x, y, into, shape.Y.Windows * shape.X.Windows, y);

    internal override void LinearTaps((UntypedArray Rows, UntypedArray Columns) positions, (nint Rows, nint Columns) grid, (bool Rows, bool Columns) slope, in NdArray<long> indices, in UntypedArray weights)
    {
        indices.ToUntyped().BeginWrite();
        weights.BeginWrite();
        if (weights.ElementType == ElementType.Float32) Taps<float>(positions, grid, slope, indices.Pointer, (float*)weights.Pointer);
        else Taps<double>(positions, grid, slope, indices.Pointer, (double*)weights.Pointer);
        positions.Rows.KeepAlive();
        positions.Columns.KeepAlive();
        indices.ToUntyped().KeepAlive();
        weights.KeepAlive();
    }

    private static void Taps<T>((UntypedArray Rows, UntypedArray Columns) positions, (nint Rows, nint Columns) grid, (bool Rows, bool Columns) slope, long* indices, T* weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* columns = (T*)positions.Columns.Pointer;
        T* rows = positions.Rows.IsDefault ? null : (T*)positions.Rows.Pointer;
        for (nint k = 0; k < positions.Columns.Count; k++)
        {
            Neighbours<T> x = Neighbours<T>.Of(columns[k], grid.Columns, slope.Columns);
            if (rows is null)
            {
                (indices[2 * k], indices[(2 * k) + 1]) = (x.First, x.Second);
                (weights[2 * k], weights[(2 * k) + 1]) = (x.OfFirst, x.OfSecond);
                continue;
            }

            Neighbours<T> y = Neighbours<T>.Of(rows[k], grid.Rows, slope.Rows);
            long* place = indices + (4 * k);
            T* weight = weights + (4 * k);
            (place[0], place[1]) = ((y.First * grid.Columns) + x.First, (y.First * grid.Columns) + x.Second);
            (place[2], place[3]) = ((y.Second * grid.Columns) + x.First, (y.Second * grid.Columns) + x.Second);
            (weight[0], weight[1]) = (y.OfFirst * x.OfFirst, y.OfFirst * x.OfSecond);
            (weight[2], weight[3]) = (y.OfSecond * x.OfFirst, y.OfSecond * x.OfSecond);
        }
    }

    private static void Pick<T>(in PoolShape shape, byte* x, byte* t, byte* into, nint firstPlane, nint endPlane)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nint elements, nint windows) = (shape.Y.Length * shape.X.Length, shape.Y.Windows * shape.X.Windows);
        for (nint plane = firstPlane; plane < endPlane; plane++) LargestOfWindows<T>.Pick(shape, (T*)x + (plane * elements), (T*)t + (plane * elements), (T*)into + (plane * windows));
    }

    private static void Place<T>(in PoolShape shape, byte* x, byte* y, byte* into, nint firstPlane, nint endPlane)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nint elements, nint windows) = (shape.Y.Length * shape.X.Length, shape.Y.Windows * shape.X.Windows);
        for (nint plane = firstPlane; plane < endPlane; plane++) LargestOfWindows<T>.Place(shape, (T*)x + (plane * elements), (T*)y + (plane * windows), (T*)into + (plane * elements));
    }

    private void RunColumns(delegate*<in ConvolutionShape, nint, nint, byte*, byte*, void> kernel, in ConvolutionShape shape, in WindowStrip strip, in UntypedArray planes, in UntypedArray columns)
    {
        if (columns.Count == 0) return;
        int size = ElementTypes.SizeOf(planes.ElementType);
        ColumnWork work = columnWork.Take();
        work.Kernel = kernel;
        work.Shape = shape;
        work.Strip = strip;
        work.Planes = strip.Samples * shape.Inputs;
        work.PlaneBytes = shape.Y.Length * shape.X.Length * size;
        work.ColumnBytes = columns.Count / work.Planes * size;
        work.Plane = planes.Pointer + (strip.FirstSample * shape.Inputs * work.PlaneBytes);
        work.Column = columns.Pointer;
        team.Run(work, columns.Count >= ParallelLength ? team.Threads : 1);
        columnWork.Return(work);
        planes.KeepAlive();
        columns.KeepAlive();
    }

    private void RunPool(delegate*<in PoolShape, byte*, byte*, byte*, nint, nint, void> kernel, in PoolShape shape, in UntypedArray x, in UntypedArray other, in UntypedArray into, nint windows, in UntypedArray windowed)
    {
        into.BeginWrite();
        if (into.Count == 0) return;
        PoolWork work = poolWork.Take();
        work.Kernel = kernel;
        work.Shape = shape;
        work.Planes = windowed.Count / windows;
        work.X = x.Pointer;
        work.Other = other.Pointer;
        work.Into = into.Pointer;
        team.Run(work, x.Count >= ParallelLength ? team.Threads : 1);
        poolWork.Return(work);
        x.KeepAlive();
        other.KeepAlive();
        into.KeepAlive();
    }

    /// <summary>The neighbours of a position along an axis, and their weights.</summary>
    private readonly record struct Neighbours<T>(long First, long Second, T OfFirst, T OfSecond)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal static Neighbours<T> Of(T position, nint length, bool slope)
        {
            T last = T.CreateChecked(length - 1);
            bool outside = position < T.Zero || position > last;
            T within = position < T.Zero ? T.Zero : position > last ? last : position;
            long first = T.IsNaN(within) ? 0 : Math.Max(0, Math.Min(long.CreateTruncating(T.Floor(within)), length - 2));
            T fraction = within - T.CreateChecked(first);
            long second = Math.Min(first + 1, length - 1);
            if (!slope) return new(first, second, T.One - fraction, fraction);
            T step = outside ? T.Zero : T.IsNaN(position) ? position : T.One;
            return new(first, second, -step, step);
        }
    }

    private sealed class PoolWork : ITeamWork
    {
        internal delegate*<in PoolShape, byte*, byte*, byte*, nint, nint, void> Kernel;
        internal PoolShape Shape;
        internal nint Planes;
        internal byte* X;
        internal byte* Other;
        internal byte* Into;

        public void Execute(int part, int parts) => Kernel(Shape, X, Other, Into, Planes * part / parts, Planes * (part + 1) / parts);
    }

    private sealed class ColumnWork : ITeamWork
    {
        internal delegate*<in ConvolutionShape, nint, nint, byte*, byte*, void> Kernel;
        internal ConvolutionShape Shape;
        internal WindowStrip Strip;
        internal nint Planes;
        internal nint PlaneBytes;
        internal nint ColumnBytes;
        internal byte* Plane;
        internal byte* Column;

        public void Execute(int part, int parts)
        {
            nint end = Planes * (part + 1) / parts;
            for (nint plane = Planes * part / parts; plane < end; plane++) Kernel(Shape, Strip.FirstRow, Strip.Rows, Plane + (plane * PlaneBytes), Column + (plane * ColumnBytes));
        }
    }
}
