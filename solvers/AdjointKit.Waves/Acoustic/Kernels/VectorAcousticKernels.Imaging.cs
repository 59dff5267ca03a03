namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>What imaging conditions accumulate over time.</summary>
internal sealed unsafe partial class VectorAcousticKernels<TOperations, TVector, T, TRadius>
{
    internal override void AddSquare(T* target, T* u, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            T* field = u + ((nint)i * Layout.HaloStride);
            T* sum = target + ((nint)i * Layout.PlainStride);
            for (int k = 0; k < Layout.PlainStride; k += TOperations.Width)
            {
                TVector value = TOperations.Load(field + k);
                TOperations.Store(TOperations.MultiplyAdd(value, value, TOperations.Load(sum + k)), sum + k);
            }
        }
    }

    internal override void InverseScattering(T* image, T* u, T* d, T* p, T* ubar, int from, int to)
    {
        nint stride = Layout.HaloStride;
        Spread(firstX, out TVector x1, out TVector x2, out TVector x3, out TVector x4, out TVector x5, out TVector x6);
        Spread(firstZ, out TVector z1, out TVector z2, out TVector z3, out TVector z4, out TVector z5, out TVector z6);
        for (int i = from; i < to; i++)
        {
            T* source = u + (i * stride);
            T* receiver = p + (i * stride);
            nint plain = (nint)i * Layout.PlainStride;
            for (int k = 0; k < Layout.PlainStride; k += TOperations.Width)
            {
                TVector sum = TOperations.Multiply(TOperations.Load(d + plain + k), TOperations.Load(ubar + plain + k));
                sum = TOperations.MultiplyAdd(First(source + k, stride, x1, x2, x3, x4, x5, x6), First(receiver + k, stride, x1, x2, x3, x4, x5, x6), sum);
                sum = TOperations.MultiplyAdd(First(source + k, 1, z1, z2, z3, z4, z5, z6), First(receiver + k, 1, z1, z2, z3, z4, z5, z6), sum);
                TOperations.Store(TOperations.Subtract(TOperations.Load(image + plain + k), sum), image + plain + k);
            }
        }
    }

    internal override void Accumulate(T* real, T* imaginary, T* u, T cosine, T sine, int from, int to)
    {
        TVector realFactor = TOperations.Broadcast(cosine);
        TVector imaginaryFactor = TOperations.Broadcast(sine);
        for (int i = from; i < to; i++)
        {
            T* field = u + ((nint)i * Layout.HaloStride);
            nint plain = (nint)i * Layout.PlainStride;
            for (int k = 0; k < Layout.PlainStride; k += TOperations.Width)
            {
                TVector value = TOperations.Load(field + k);
                TOperations.Store(TOperations.MultiplyAdd(realFactor, value, TOperations.Load(real + plain + k)), real + plain + k);
                TOperations.Store(TOperations.MultiplyAdd(imaginaryFactor, value, TOperations.Load(imaginary + plain + k)), imaginary + plain + k);
            }
        }
    }
}
