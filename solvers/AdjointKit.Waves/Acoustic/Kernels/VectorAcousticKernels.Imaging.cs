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
        for (int i = from; i < to; i++)
        {
            T* source = u + (i * stride);
            T* receiver = p + (i * stride);
            nint plain = (nint)i * Layout.PlainStride;
            for (int k = 0; k < Layout.PlainStride; k += TOperations.Width)
            {
                TVector sum = TOperations.Multiply(TOperations.Load(d + plain + k), TOperations.Load(ubar + plain + k));
                sum = TOperations.MultiplyAdd(First(source + k, stride, firstX), First(receiver + k, stride, firstX), sum);
                sum = TOperations.MultiplyAdd(First(source + k, 1, firstZ), First(receiver + k, 1, firstZ), sum);
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
