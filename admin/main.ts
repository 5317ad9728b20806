import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'

Promise.all([import('./panel'), import('./inside')]).then(([{ show }, inside]) => show(inside))
